package io.heddle.audit.spool;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what was lost, and how much of that the spool already tells. */
final class Losses {
  private final AtomicLongArray lost = new AtomicLongArray(LossReason.values().length);
  private final AtomicLongArray recorded = new AtomicLongArray(LossReason.values().length);

  void add(LossReason reason, long count) {
    lost.addAndGet(reason.ordinal(), count);
  }

  void recorded(LossReason reason, long count) {
    recorded.addAndGet(reason.ordinal(), count);
  }

  long of(LossReason reason) {
    return lost.get(reason.ordinal());
  }

  long unrecorded(LossReason reason) {
    return lost.get(reason.ordinal()) - recorded.get(reason.ordinal());
  }

  long total() {
    long total = 0;
    for (int i = 0; i < lost.length(); i++) {
      total += lost.get(i);
    }
    return total;
  }
}
