package io.heddle.sampler.traces;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is remembered of each tenant: when it was first met, when a trace of it was last kept, its
 * rate, and the operator's word.
 *
 * <p>Bound: 24 bytes for each tenant below the capacity, in pieces of 1,024 tenants that are made
 * when the first of them is met. Counting loses an increment when two threads race: a rate is an
 * estimate, and weights do not depend on how good it is. Every word is read and written whole
 * (opaque), which is all that is asked of it.
 */
final class TenantTable {
  /** Ticks of 134 ms: 32 bits of them are 18 years. */
  static final int TICK_SHIFT = 27;

  static final double TICKS_PER_SECOND = 1e9 / (1L << TICK_SHIFT);

  /** Over which a rate is counted: 75 ticks are 10.07 s. */
  private static final int EPOCH_TICKS = 75;

  private static final float EPOCH_SECONDS = (float) (EPOCH_TICKS / TICKS_PER_SECOND);

  /** Up to here each trace of an epoch is counted: 100 a second. */
  private static final int EXACT = 1_024;

  /**
   * Above, one in so many is, drawn at random, and counts for all of them: or all threads would
   * write the word of a busy tenant, and that of its neighbours, at each decision. The estimate's
   * standard deviation is then {@code sqrt(n * (STRIDE - 1))} of the n behind {@link #EXACT}: 6 %
   * at the most.
   */
  private static final int STRIDE = 16;

  /**
   * Turns a trace's randomness, which may come from outside, into a draw that nobody outside can
   * aim at: the highest four bits of the product (multiplicative hashing, by an odd number).
   */
  private static final long SECRET = ThreadLocalRandom.current().nextLong() | 1;

  private static final int PIECE_SHIFT = 10;
  private static final int PIECE_MASK = (1 << PIECE_SHIFT) - 1;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /** The words of a tenant: ticks of last kept and first met; epoch and count; rate and weight. */
  private static final int STAMPS = 0;

  private static final int COUNT = 1;
  private static final int RATE = 2;
  private static final int WORDS = 3;

  /** Words before the first tenant: the array's length, which all read, has a cache line alone. */
  private static final int FIRST = 8;

  private final int capacity;
  private final AtomicReferenceArray<long[]> pieces;

  TenantTable(int capacity) {
    this.capacity = capacity;
    this.pieces = new AtomicReferenceArray<>((capacity + PIECE_MASK) >> PIECE_SHIFT);
  }

  int capacity() {
    return capacity;
  }

  /** The piece that holds a tenant; made if it is not there. */
  long[] piece(int tenant) {
    long[] piece = pieces.get(tenant >> PIECE_SHIFT);
    return piece != null ? piece : makePiece(tenant >> PIECE_SHIFT);
  }

  private long[] makePiece(int index) {
    long[] made = new long[FIRST + (WORDS << PIECE_SHIFT)];
    long normal = Float.floatToRawIntBits(1);
    for (int i = FIRST + RATE; i < made.length; i += WORDS) {
      made[i] = normal;
    }
    return pieces.compareAndSet(index, null, made) ? made : pieces.get(index);
  }

  static int slot(int tenant) {
    return FIRST + (tenant & PIECE_MASK) * WORDS;
  }

  /**
   * Takes note of a trace of that randomness and returns the tenant's word of stamps, the first
   * meeting included.
   */
  static long meet(long[] piece, int slot, int tick, long randomness) {
    count(piece, slot, tick, randomness);
    long stamps = (long) WORD.getOpaque(piece, slot + STAMPS);
    if ((int) stamps == 0) {
      stamps = stamps & 0xffffffff_00000000L | tick & 0xffffffffL;
      WORD.setOpaque(piece, slot + STAMPS, stamps);
    }
    return stamps;
  }

  private static void count(long[] piece, int slot, int tick, long randomness) {
    int epoch = tick / EPOCH_TICKS;
    long word = (long) WORD.getOpaque(piece, slot + COUNT);
    int counted = (int) word;
    if ((int) (word >>> 32) == epoch) {
      if (counted < EXACT) {
        WORD.setOpaque(piece, slot + COUNT, word + 1);
      } else if (randomness * SECRET >>> 60 == 0) {
        WORD.setOpaque(piece, slot + COUNT, word + Math.min(STRIDE, Integer.MAX_VALUE - counted));
      }
      return;
    }
    WORD.setOpaque(piece, slot + COUNT, (long) epoch << 32 | 1);
    int passed = epoch - (int) (word >>> 32);
    if (passed > 0 && counted > 0) {
      long rate = (long) WORD.getOpaque(piece, slot + RATE);
      float before = Float.intBitsToFloat((int) (rate >>> 32));
      float last = counted / EPOCH_SECONDS;
      float smoothed = (before == 0 ? last : (before + last) / 2) / passed;
      long next = (long) Float.floatToRawIntBits(smoothed) << 32 | rate & 0xffffffffL;
      // Against a weight that is being set; if it fails, the old rate stands for an epoch.
      WORD.compareAndSet(piece, slot + RATE, rate, next);
    }
  }

  /** Traces a second, kept or not; never below one an epoch. */
  static float rate(long[] piece, int slot) {
    float smoothed = Float.intBitsToFloat((int) ((long) WORD.getOpaque(piece, slot + RATE) >>> 32));
    int running = (int) (long) WORD.getOpaque(piece, slot + COUNT);
    return Math.max(smoothed, Math.max(1, running) / EPOCH_SECONDS);
  }

  static float weight(long[] piece, int slot) {
    return Float.intBitsToFloat((int) (long) WORD.getOpaque(piece, slot + RATE));
  }

  static void weigh(long[] piece, int slot, float weight) {
    long rate;
    do {
      rate = (long) WORD.getVolatile(piece, slot + RATE);
    } while (!WORD.compareAndSet(
        piece,
        slot + RATE,
        rate,
        rate & 0xffffffff_00000000L | Float.floatToRawIntBits(weight) & 0xffffffffL));
  }

  /** A trace of the tenant is kept now. */
  static void kept(long[] piece, int slot, long stamps, int tick) {
    WORD.setOpaque(piece, slot + STAMPS, (long) tick << 32 | stamps & 0xffffffffL);
  }

  static long stamps(long[] piece, int slot) {
    return (long) WORD.getOpaque(piece, slot + STAMPS);
  }

  /** The tick at which a trace was last kept; 0 for never. */
  static int lastKept(long stamps) {
    return (int) (stamps >>> 32);
  }

  /** The tick of the first meeting; 0 for not yet. */
  static int firstMet(long stamps) {
    return (int) stamps;
  }
}
