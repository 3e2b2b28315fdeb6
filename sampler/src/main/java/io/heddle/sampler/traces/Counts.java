package io.heddle.sampler.traces;

import java.util.concurrent.atomic.LongAdder;

/** How many traces were kept and dropped, by reason. */
final class Counts {
  private final LongAdder decided = new LongAdder();
  private final LongAdder[] reasons = new LongAdder[Reason.values().length];
  private final LongAdder newFirst = new LongAdder();
  private final LongAdder notPromoted = new LongAdder();

  Counts() {
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = new LongAdder();
    }
  }

  void decided() {
    decided.increment();
  }

  void count(Reason reason) {
    reasons[reason.ordinal()].increment();
  }

  /** A trace was kept with certainty. */
  void first(boolean isPooled) {
    if (isPooled) {
      count(Reason.POOLED);
      newFirst.increment();
    } else {
      count(Reason.CERTAIN);
    }
  }

  void notPromoted() {
    notPromoted.increment();
  }

  long ofDecided() {
    return decided.sum();
  }

  long ofNotPromoted() {
    return notPromoted.sum();
  }

  /** What was kept without being drawn, and takes from what can be drawn. */
  long ofNotDrawn() {
    return of(Reason.CERTAIN) + newFirst.sum() + of(Reason.ALWAYS) + of(Reason.PROMOTED);
  }

  /** What was not drawn is not counted, being nearly everything, but is what the others leave. */
  long of(Reason reason) {
    if (reason != Reason.NOT_DRAWN) {
      return reasons[reason.ordinal()].sum();
    }
    long others = 0;
    for (Reason other : Reason.values()) {
      if (other != Reason.NOT_DRAWN && other != Reason.PROMOTED) {
        others += reasons[other.ordinal()].sum();
      }
    }
    return Math.max(0, decided.sum() - others);
  }
}
