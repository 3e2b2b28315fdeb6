package io.heddle.sampler.labels;

import java.util.Arrays;

/** Finds the position of a key in an array; open addressing with linear probing. */
final class KeyIndex {
  private static final int EMPTY = -1;

  private final long[] keys;
  private final int[] slots;
  private final int shift;

  /**
   * @param keys where the keys stand; the index reads them there
   */
  KeyIndex(long[] keys) {
    this.keys = keys;
    // A quarter to half full.
    int size = Integer.highestOneBit(keys.length) * 4;
    this.slots = new int[size];
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
    Arrays.fill(slots, EMPTY);
  }

  /** The position of {@code key}, or -1. */
  int find(long key) {
    int slot = home(key);
    while (slots[slot] != EMPTY) {
      if (keys[slots[slot]] == key) {
        return slots[slot];
      }
      slot = next(slot);
    }
    return EMPTY;
  }

  /** Adds the key that stands at {@code position}; it must not be in the index yet. */
  void add(int position) {
    int slot = home(keys[position]);
    while (slots[slot] != EMPTY) {
      slot = next(slot);
    }
    slots[slot] = position;
  }

  /** Removes the key that still stands at {@code position}. */
  void remove(int position) {
    int hole = home(keys[position]);
    while (slots[hole] != position) {
      hole = next(hole);
    }
    // Whoever follows and would be found from the hole on moves into it: no tombstones, no decay.
    for (int slot = next(hole); slots[slot] != EMPTY; slot = next(slot)) {
      int home = home(keys[slots[slot]]);
      boolean isBehindHole = (slot - home & slots.length - 1) >= (slot - hole & slots.length - 1);
      if (isBehindHole) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = EMPTY;
  }

  private int home(long key) {
    return (int) (key >>> shift);
  }

  private int next(int slot) {
    return slot + 1 & slots.length - 1;
  }
}
