package io.heddle.sampler.labels;

import java.util.concurrent.TimeUnit;

/**
 * How many labels may still change hands: so many an hour, and as many at once after an hour
 * without any. To a scraper each change is a further set of series until the old ones go stale.
 * Guarded by the lock of {@link TenantCounters}.
 */
final class Rotations {
  private static final double HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private double left = Double.POSITIVE_INFINITY;
  private long lastNanos;

  Rotations(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** How many may change hands now; time that runs backwards gives none. */
  int allowed(int perHour, long nowNanos) {
    long passed = nowNanos - lastNanos;
    if (passed > 0) {
      left += passed / HOUR_NANOS * perHour;
    }
    lastNanos = nowNanos;
    left = Math.min(perHour, left);
    return (int) left;
  }

  /** So many have. */
  void took(int count) {
    left -= count;
  }
}
