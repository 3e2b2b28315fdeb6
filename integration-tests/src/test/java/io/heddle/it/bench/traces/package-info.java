/**
 * The trace sampler beside others, on one simulated stream of requests. The outcome is in {@code
 * sampler/RATIONALE.md}.
 */
package io.heddle.it.bench.traces;
