package io.heddle.audit.spool;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends encoders to threads, virtual ones included.
 *
 * <p>Bound: {@link #SLOTS} encoders of at most 20 KiB. A thread that finds its slot and the
 * neighbours empty makes a new one; one for which there is no room is dropped: nothing waits.
 */
final class EncoderPool {
  private static final int SLOTS = 32;
  private static final int PROBES = 4;

  private final AtomicReferenceArray<RecordEncoder> slots = new AtomicReferenceArray<>(SLOTS);

  RecordEncoder take() {
    int slot = slot();
    for (int probe = 0; probe < PROBES; probe++) {
      RecordEncoder encoder = slots.getAndSet(slot ^ probe, null);
      if (encoder != null) {
        return encoder;
      }
    }
    return new RecordEncoder();
  }

  void giveBack(RecordEncoder encoder) {
    int slot = slot();
    for (int probe = 0; probe < PROBES; probe++) {
      if (slots.compareAndSet(slot ^ probe, null, encoder)) {
        return;
      }
    }
  }

  private static int slot() {
    int id = System.identityHashCode(Thread.currentThread());
    return (id ^ id >>> 5) & SLOTS - 1;
  }
}
