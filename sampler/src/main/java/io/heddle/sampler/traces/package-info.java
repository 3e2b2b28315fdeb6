/**
 * Which traces are kept, decided once at a trace's root before any span exists.
 *
 * <p>Depends on the JDK alone; any thread may ask, nobody waits, nothing is allocated.
 */
package io.heddle.sampler.traces;
