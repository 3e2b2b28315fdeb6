package io.heddle.sampler.counters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few counters that belong together, kept several times over, so that threads which count the
 * same thing at the same time seldom meet on a cache line.
 *
 * <p>Any thread adds; a sum is exact as soon as the additions it should hold have returned.
 */
public final class StripedCounters {
  /**
   * Eight is where the memory of a thousand series stays below a megabyte; a power of two, so that
   * a mask finds the stripe.
   */
  private static final int STRIPES =
      Math.min(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  /** A cache line of 64 bytes. */
  private static final int LINE = 8;

  /** The first of the places that {@link #stripe} may give. */
  static final int FIRST_STRIPE = LINE;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /**
   * By the low bits of the thread's ID, the number that chooses its stripe. Written and read
   * without order: who reads an old one goes where it went before.
   */
  private static final int[] PROBES = new int[1_024];

  static {
    for (int slot = 0; slot < PROBES.length; slot++) {
      // Thread IDs are handed out one after the other, so their low bits spread well.
      PROBES[slot] = slot + PROBES.length;
    }
  }

  private final int width;
  private final int stride;

  /**
   * The stripes, behind one line that nobody writes: every thread reads the array's length, which
   * must not be on a line with the first stripe.
   */
  private final long[] cells;

  /**
   * @param width how many counters, at least 1
   */
  public StripedCounters(int width) {
    this.width = width;
    this.stride = (width + LINE - 1) / LINE * LINE;
    this.cells = new long[FIRST_STRIPE + STRIPES * stride];
  }

  /** The place to add at for the running thread; good for several additions. */
  public int stripe() {
    return FIRST_STRIPE
        + (PROBES[(int) Thread.currentThread().getId() & PROBES.length - 1] & STRIPES - 1) * stride;
  }

  /** Adds to the counter {@code index}, at a place that {@link #stripe} gave. */
  public void add(int stripe, int index, long amount) {
    long before = (long) CELL.getOpaque(cells, stripe + index);
    if (!CELL.compareAndSet(cells, stripe + index, before, before + amount)) {
      CELL.getAndAdd(cells, stripe + index, amount);
      moveAway();
    }
  }

  /** The running thread met another one at its stripe: from now on it goes elsewhere. */
  private static void moveAway() {
    int slot = (int) Thread.currentThread().getId() & PROBES.length - 1;
    int probe = PROBES[slot];
    // Marsaglia's xorshift, as java.util.concurrent.atomic.Striped64 does it; never 0.
    probe ^= probe << 13;
    probe ^= probe >>> 17;
    PROBES[slot] = probe ^ probe << 5;
  }

  /**
   * The sum of each counter, the last one read first: whoever adds to a lower counter before a
   * higher one will never be seen with the higher one ahead.
   */
  public long[] sums() {
    long[] sums = new long[width];
    for (int index = width - 1; index >= 0; index--) {
      for (int stripe = FIRST_STRIPE; stripe < cells.length; stripe += stride) {
        sums[index] += (long) CELL.getVolatile(cells, stripe + index);
      }
    }
    return sums;
  }

  /** The sum of one counter. */
  public long sum(int index) {
    long sum = 0;
    for (int stripe = FIRST_STRIPE; stripe < cells.length; stripe += stride) {
      sum += (long) CELL.getVolatile(cells, stripe + index);
    }
    return sum;
  }

  /** The sum of the counters from {@code first} to before {@code end}, together. */
  public long sum(int first, int end) {
    long sum = 0;
    for (int stripe = FIRST_STRIPE; stripe < cells.length; stripe += stride) {
      for (int index = first; index < end; index++) {
        sum += (long) CELL.getVolatile(cells, stripe + index);
      }
    }
    return sum;
  }

  /** Adds to every counter; for whoever takes over what somebody else has counted. */
  public void addAll(long[] amounts) {
    for (int index = 0; index < width; index++) {
      if (amounts[index] != 0) {
        CELL.getAndAdd(cells, FIRST_STRIPE + index, amounts[index]);
      }
    }
  }
}
