package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.counters.StripedCounters;

/**
 * One series of a duration histogram: what one combination of label values counted.
 *
 * <p>Any thread records; nothing is allocated, nobody waits. May be kept and used again.
 */
public final class DurationSeries {
  /**
   * Upper bounds in seconds, the advice of the OpenTelemetry semantic conventions for {@code
   * http.server.request.duration} and its siblings; one more bucket takes all that is longer.
   */
  static final double[] BOUNDS_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  static final int BUCKETS = BOUNDS_SECONDS.length + 1;

  private static final Buckets BY_DURATION = new Buckets(boundsNanos());

  final LabelValues labels;
  private final StripedCounters cells = new StripedCounters(BUCKETS + 1);
  private final Exemplars exemplars;

  /**
   * @param hasExemplars whether the series remembers traces, at about 600 bytes
   */
  DurationSeries(LabelValues labels, boolean hasExemplars) {
    this.labels = labels;
    this.exemplars = hasExemplars ? new Exemplars(BUCKETS) : null;
  }

  /** Counts one operation that took {@code durationNanos}; a negative duration counts as 0. */
  public void record(long durationNanos) {
    count(durationNanos);
  }

  /**
   * Counts one operation, and keeps its trace as the bucket's exemplar if it is sampled and the
   * series keeps exemplars.
   */
  public void record(long durationNanos, long traceIdHigh, long traceIdLow, boolean sampled) {
    int bucket = count(durationNanos);
    if (sampled && exemplars != null) {
      exemplars.offer(bucket, traceIdHigh, traceIdLow, durationNanos);
    }
  }

  /** The count of each bucket, not cumulative, followed by the sum in nanoseconds. */
  long[] snapshot() {
    return cells.sums();
  }

  /** How many operations it has counted. */
  long operations() {
    long[] sums = snapshot();
    long sum = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      sum += sums[bucket];
    }
    return sum;
  }

  /** The exemplar of a bucket, or null. */
  Exemplars.Exemplar exemplar(int bucket) {
    return exemplars == null ? null : exemplars.of(bucket);
  }

  private static long[] boundsNanos() {
    long[] bounds = new long[BOUNDS_SECONDS.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Math.round(BOUNDS_SECONDS[i] * 1e9);
    }
    return bounds;
  }

  private int count(long durationNanos) {
    int bucket = BY_DURATION.of(durationNanos);
    int stripe = cells.stripe();
    cells.add(stripe, bucket, 1);
    cells.add(stripe, BUCKETS, Math.max(0, durationNanos));
    return bucket;
  }
}
