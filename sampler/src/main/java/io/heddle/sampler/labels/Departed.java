package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import java.util.concurrent.TimeUnit;

/**
 * Counters whose label was dropped. A thread may have fetched them just before and count in them
 * just after: what comes late belongs to {@code ~other}, to the last request; what was shown under
 * the label never does.
 */
final class Departed {
  /** A thread that is descheduled between two instructions for longer than this loses a request. */
  private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StripedCounters counters;
  private final long untilNanos;
  private long[] known;

  /**
   * @param shown the values the last page with the label showed
   */
  Departed(StripedCounters counters, long[] shown, long nowNanos) {
    this.counters = counters;
    this.known = shown;
    this.untilNanos = nowNanos + WATCHED_NANOS;
  }

  /** What was counted since the last look. */
  long[] late() {
    long[] now = counters.sums();
    long[] late = new long[now.length];
    for (int i = 0; i < now.length; i++) {
      late[i] = now[i] - known[i];
    }
    known = now;
    return late;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - untilNanos > 0;
  }
}
