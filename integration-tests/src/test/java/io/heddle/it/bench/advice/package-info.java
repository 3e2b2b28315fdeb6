/**
 * Compares two ways of calling advice: through {@code invokedynamic}, as Heddle does, and copied
 * into the woven method, as most agents do. The outcome is in {@code agent/RATIONALE.md}.
 */
package io.heddle.it.bench.advice;
