package io.heddle.sampler.traces;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What may still be spent, in billionths of a trace; any thread, no lock. Who keeps time credits
 * it; the capacity is the caller's, because rules change.
 */
final class TokenBucket {
  static final long TRACE = 1_000_000_000L;

  private final AtomicLong level;

  TokenBucket(long level) {
    this.level = new AtomicLong(level);
  }

  /** What is in it; below 0 if it is in debt. */
  long level() {
    return level.get();
  }

  /** Takes one trace if more than {@code least} is there; into debt, if that is less than one. */
  boolean spend(long least) {
    long seen = level.get();
    while (seen > least) {
      long found = level.compareAndExchange(seen, seen - TRACE);
      if (found == seen) {
        return true;
      }
      seen = found;
    }
    return false;
  }

  /** Takes one trace, into debt if need be. */
  void owe() {
    level.addAndGet(-TRACE);
  }

  /** Gives back what was spent in vain. */
  void refund() {
    level.addAndGet(TRACE);
  }

  /** Adds what time has brought, up to {@code capacity}; called by one thread at a time. */
  void credit(long amount, long capacity) {
    // Spending goes on meanwhile and only makes more room, so the capacity holds.
    level.addAndGet(Math.min(amount, capacity - level.get()));
  }
}
