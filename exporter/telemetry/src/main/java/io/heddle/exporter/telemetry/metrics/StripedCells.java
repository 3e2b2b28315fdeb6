package io.heddle.exporter.telemetry.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few counters that belong together, kept several times over, so that threads which count the
 * same thing at the same time seldom meet on a cache line.
 *
 * <p>Any thread adds; a sum is exact as soon as the additions it should hold have returned.
 */
final class StripedCells {
  /**
   * Eight is where the memory of a thousand series stays below a megabyte; a power of two, so that
   * a mask finds the stripe.
   */
  private static final int STRIPES =
      Math.min(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  /** A cache line of 64 bytes. */
  private static final int LINE = 8;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final int width;
  private final int stride;
  private final long[] cells;

  /**
   * @param width how many counters
   */
  StripedCells(int width) {
    this.width = width;
    this.stride = (width + LINE - 1) / LINE * LINE;
    this.cells = new long[STRIPES * stride];
  }

  /** The place to add at for the running thread; good for several additions. */
  int stripe() {
    // Thread IDs are handed out one after the other, so their low bits spread well.
    return ((int) Thread.currentThread().getId() & STRIPES - 1) * stride;
  }

  /** Adds to the counter {@code index}, at a place that {@link #stripe} gave. */
  void add(int stripe, int index, long amount) {
    CELL.getAndAdd(cells, stripe + index, amount);
  }

  /**
   * The sum of each counter, the last one read first: whoever adds to a lower counter before a
   * higher one will never be seen with the higher one ahead.
   */
  long[] sums() {
    long[] sums = new long[width];
    for (int index = width - 1; index >= 0; index--) {
      for (int stripe = 0; stripe < cells.length; stripe += stride) {
        sums[index] += (long) CELL.getVolatile(cells, stripe + index);
      }
    }
    return sums;
  }
}
