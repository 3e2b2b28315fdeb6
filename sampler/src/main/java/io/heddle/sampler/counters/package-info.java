/**
 * Exact counters that many threads may add to at once.
 *
 * <p>Depends on the JDK alone.
 */
package io.heddle.sampler.counters;
