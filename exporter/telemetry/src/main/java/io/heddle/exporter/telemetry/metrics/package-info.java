/**
 * Exact counters of our own, and the simpleclient collector that exposes them.
 *
 * <p>Application threads record: no lock, and nothing allocated for a series already known. The
 * scrape's thread reads. Every set of series has a bound; what is beyond it is counted under {@code
 * ~other}, so that a sum over all labels misses nothing. Knows the sampler's label decision and
 * simpleclient.
 */
package io.heddle.exporter.telemetry.metrics;
