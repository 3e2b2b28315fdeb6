package io.heddle.audit.spool;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends encoders to threads, virtual ones included.
 *
 * <p>Bound: {@link #SLOTS} encoders of at most 20 KiB. A thread that finds its slot empty makes a
 * new one, and of two given back to one slot the later stays: nothing waits, nothing leaks.
 */
final class EncoderPool {
  private static final int SLOTS = 32;

  private final AtomicReferenceArray<RecordEncoder> slots = new AtomicReferenceArray<>(SLOTS);

  RecordEncoder take() {
    RecordEncoder encoder = slots.getAndSet(slot(), null);
    return encoder == null ? new RecordEncoder() : encoder;
  }

  void giveBack(RecordEncoder encoder) {
    slots.set(slot(), encoder);
  }

  private static int slot() {
    int id = System.identityHashCode(Thread.currentThread());
    return (id ^ id >>> 5) & SLOTS - 1;
  }
}
