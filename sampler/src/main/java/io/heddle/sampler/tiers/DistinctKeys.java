package io.heddle.sampler.tiers;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of 64-bit hashes that only grows, counted exactly up to its bound; any thread, no lock.
 *
 * <p>Bound: 16 to 32 bytes for each key up to {@code most}; then it is full and takes no more.
 */
final class DistinctKeys {
  /** An empty slot; the key 0 is kept as 1, which costs one tenant in 2^64 its identity. */
  private static final long EMPTY = 0;

  private final int most;
  private final int shift;

  /** At most half full, so that a probe ends soon and always. Slots are only ever filled. */
  private final AtomicLongArray slots;

  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param most how many keys are counted, at least 1
   */
  DistinctKeys(int most) {
    this.most = most;
    int size = Integer.highestOneBit(most) * 4;
    this.slots = new AtomicLongArray(size);
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
  }

  /** Adds a key; whether it was not in it and there was room. */
  boolean add(long hash) {
    long key = hash == EMPTY ? 1 : hash;
    int mask = slots.length() - 1;
    int slot = (int) (key >>> shift);
    while (true) {
      long found = slots.get(slot);
      if (found == key) {
        return false;
      }
      if (found == EMPTY) {
        // Full is full by a few more if threads race here: the other half of the table is room for
        // a great many more threads than there can be.
        if (count.get() >= most) {
          return false;
        }
        if (slots.compareAndSet(slot, EMPTY, key)) {
          count.incrementAndGet();
          return true;
        }
        // Somebody took the slot: perhaps for this very key, so it is looked at again.
        continue;
      }
      slot = slot + 1 & mask;
    }
  }

  /** How many it takes. */
  int capacity() {
    return most;
  }

  /** Whether it takes no more. */
  boolean isFull() {
    return count.get() >= most;
  }

  /** Adds every key of another. */
  void addAll(DistinctKeys others) {
    for (int slot = 0; slot < others.slots.length(); slot++) {
      long key = others.slots.get(slot);
      if (key != EMPTY) {
        add(key);
      }
    }
  }

  /** How many keys it has: exact below {@code most}. */
  int count() {
    return Math.min(count.get(), most);
  }
}
