package io.heddle.exporter.telemetry.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last sampled trace that fell into each bucket of a histogram.
 *
 * <p>Recording neither waits nor allocates: one slot of five longs for each bucket, the first of
 * which is a version, odd while somebody writes. A thread that finds a slot taken lets its exemplar
 * go; a reader that catches a slot in the act reports none. A trace ID is thus never put together
 * from two.
 */
final class Exemplars {
  /** One exemplar, copied out. */
  record Exemplar(long traceIdHigh, long traceIdLow, long durationNanos, long epochMillis) {}

  private static final int SLOT = 5;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;

  Exemplars(int buckets) {
    words = new long[buckets * SLOT];
  }

  void offer(int bucket, long traceIdHigh, long traceIdLow, long durationNanos) {
    int slot = bucket * SLOT;
    long version = (long) WORD.getVolatile(words, slot);
    if ((version & 1) != 0 || !WORD.compareAndSet(words, slot, version, version + 1)) {
      return;
    }
    // Opaque is enough for the words: the CAS above keeps them from moving up, and the release
    // below from moving down. It is there for a 32-bit JVM, where a plain long may tear.
    WORD.setOpaque(words, slot + 1, traceIdHigh);
    WORD.setOpaque(words, slot + 2, traceIdLow);
    WORD.setOpaque(words, slot + 3, durationNanos);
    WORD.setOpaque(words, slot + 4, System.currentTimeMillis());
    WORD.setRelease(words, slot, version + 2);
  }

  /** The exemplar of a bucket, or null if there is none, or none whole just now. */
  Exemplar of(int bucket) {
    int slot = bucket * SLOT;
    long version = (long) WORD.getAcquire(words, slot);
    if (version == 0 || (version & 1) != 0) {
      return null;
    }
    Exemplar exemplar =
        new Exemplar(
            (long) WORD.getOpaque(words, slot + 1),
            (long) WORD.getOpaque(words, slot + 2),
            (long) WORD.getOpaque(words, slot + 3),
            (long) WORD.getOpaque(words, slot + 4));
    // Keeps the four reads above from moving below the check, as in StampedLock.validate.
    VarHandle.acquireFence();
    return (long) WORD.getOpaque(words, slot) == version ? exemplar : null;
  }
}
