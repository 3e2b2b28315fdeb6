package io.heddle.exporter.telemetry.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded ring from many producers to one consumer.
 *
 * <p>Bound: {@code capacity} elements; what does not fit is refused. A producer never waits: it
 * tries again only after another one has got in. Order is kept among the elements of one producer.
 *
 * @param <E> what it carries; must be safe to hand to another thread
 */
final class SpanRing<E> {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle TAIL;
  private static final VarHandle HEAD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TAIL = lookup.findVarHandle(SpanRing.class, "tail", long.class);
      HEAD = lookup.findVarHandle(SpanRing.class, "head", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final Object[] slots;
  private final int mask;

  /** How many elements were ever let in. Producers compete for it with a CAS. */
  private volatile long tail;

  /** How many elements were ever taken out. Written by the consumer alone. */
  private volatile long head;

  /**
   * @param capacity rounded up to a power of two; from 2 to 2^20
   */
  SpanRing(int capacity) {
    int bounded = Math.max(2, Math.min(capacity, 1 << 20));
    slots = new Object[Integer.highestOneBit(bounded - 1) << 1];
    mask = slots.length - 1;
  }

  int capacity() {
    return slots.length;
  }

  /**
   * Puts an element in.
   *
   * @return how many were let in before it, or -1 if the ring is full
   */
  long offer(E element) {
    long position;
    do {
      position = tail;
      // Read after the tail, so the difference errs on the side of more room than there was; the
      // CAS fails if that is no longer true of this position.
      if (position - head >= slots.length) {
        return -1;
      }
    } while (!TAIL.compareAndSet(this, position, position + 1));
    // Pairs with the acquire in poll: the consumer sees the element as its producer left it.
    SLOT.setRelease(slots, (int) position & mask, element);
    return position;
  }

  /** Takes the oldest element out; null if there is none whose producer is done. Consumer only. */
  @SuppressWarnings("unchecked")
  E poll() {
    long position = head;
    int index = (int) position & mask;
    Object element = SLOT.getAcquire(slots, index);
    if (element == null) {
      return null;
    }
    slots[index] = null;
    // Orders the null before the new head: whoever sees room here finds the slot empty.
    HEAD.setRelease(this, position + 1);
    return (E) element;
  }

  /** How many elements are inside, elements on their way in included; exact when nobody moves. */
  int size() {
    long taken = head;
    return (int) Math.min(slots.length, Math.max(0, tail - taken));
  }
}
