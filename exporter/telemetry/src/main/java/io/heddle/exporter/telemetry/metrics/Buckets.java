package io.heddle.exporter.telemetry.metrics;

/** The buckets of a histogram of durations. Immutable; any thread. */
final class Buckets {
  private final long[] boundsNanos;

  /**
   * @param boundsNanos the upper bounds, rising; one more bucket takes all that is longer
   */
  Buckets(long... boundsNanos) {
    this.boundsNanos = boundsNanos.clone();
  }

  /** How many there are. */
  int count() {
    return boundsNanos.length + 1;
  }

  /**
   * Into which a duration goes, from 0 to before {@link #count}; a bound itself belongs below it.
   */
  int of(long durationNanos) {
    int bucket = 0;
    while (bucket < boundsNanos.length && durationNanos > boundsNanos[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
