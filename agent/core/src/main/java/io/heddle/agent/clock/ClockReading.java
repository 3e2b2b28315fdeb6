package io.heddle.agent.clock;

import io.heddle.audit.spool.ClockInterval.Status;

/**
 * What somebody said of the clock's error at one moment.
 *
 * @param status whether they vouch for the clock
 * @param boundNanos by how much it was wrong at most
 * @param driftPpb by how many billionths it may have drifted since
 * @param takenNanos when that was, as {@link System#nanoTime} counts
 */
record ClockReading(Status status, long boundNanos, long driftPpb, long takenNanos) {
  /** Whoever vouched for it is gone: what they said still bounds it, and no longer as theirs. */
  ClockReading withNobodyVouching() {
    return new ClockReading(Status.FREE_RUNNING, boundNanos, driftPpb, takenNanos);
  }

  /** By how much the clock is wrong at most at another moment, drift included. */
  long boundNanos(long nanoTime) {
    double seconds = Math.max(0, nanoTime - takenNanos) / 1e9;
    return boundNanos + (long) Math.ceil(seconds * driftPpb);
  }
}
