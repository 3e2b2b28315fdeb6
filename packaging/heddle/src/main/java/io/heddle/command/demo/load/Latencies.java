package io.heddle.command.demo.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long requests took, in classes whose bounds grow by a sixteenth or less: a percentile is at
 * most 7 % above the true one. Any thread.
 */
public final class Latencies {
  private static final int CLASSES_PER_OCTAVE = 16;
  private static final int SHIFT = 4;

  private final AtomicLongArray counts = new AtomicLongArray(32 * CLASSES_PER_OCTAVE);

  /** Adds a duration; beyond 35 minutes it counts as that. */
  void add(long micros) {
    counts.incrementAndGet(classOf(micros));
  }

  /**
   * The upper bound in microseconds of the class that holds the percentile; 0 if none was added.
   */
  public long percentileMicros(double percentile) {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    long rank = (long) Math.ceil(total * percentile / 100);
    long seen = 0;
    for (int i = 0; i < counts.length() && total > 0; i++) {
      seen += counts.get(i);
      if (seen >= rank && counts.get(i) > 0) {
        return upperBound(i);
      }
    }
    return 0;
  }

  /** Below 16 each value has its own class; then the four bits behind the leading one decide. */
  private static int classOf(long micros) {
    int value = (int) Math.max(0, Math.min(Integer.MAX_VALUE, micros));
    if (value < CLASSES_PER_OCTAVE) {
      return value;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(value);
    int mantissa = value >>> (exponent - SHIFT) & (CLASSES_PER_OCTAVE - 1);
    return (exponent - SHIFT + 1) * CLASSES_PER_OCTAVE + mantissa;
  }

  private static long upperBound(int index) {
    if (index < CLASSES_PER_OCTAVE) {
      return index;
    }
    int exponent = index / CLASSES_PER_OCTAVE - 1 + SHIFT;
    long mantissa = index % CLASSES_PER_OCTAVE + CLASSES_PER_OCTAVE;
    return (mantissa + 1 << exponent - SHIFT) - 1;
  }
}
