package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.series.LabelSeries;

/** Into which of a tenant's counters a request of a certain duration goes. */
final class TenantLatency {
  /** One for each bound, and one for whatever takes longer than the last. */
  static final int BUCKETS = LabelSeries.BOUNDS.size() + 1;

  private static final long[] BOUNDS_NANOS = new long[BUCKETS - 1];

  static {
    for (int i = 0; i < BOUNDS_NANOS.length; i++) {
      BOUNDS_NANOS[i] = LabelSeries.BOUNDS.get(i).toNanos();
    }
  }

  private TenantLatency() {}

  /** From 0 to before {@link #BUCKETS}; a bound itself belongs below it. */
  static int bucket(long durationNanos) {
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && durationNanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
