package io.heddle.agent.jdbc.transaction;

import java.util.ArrayList;
import java.util.List;

/**
 * The savepoints of an open transaction, oldest first, each with the ordinal that the next write
 * had when it was set.
 *
 * <p>Bound: {@link #MOST}; beyond, the oldest are forgotten, and going back to a forgotten one is
 * answered with -1.
 */
final class Savepoints {
  /** An application that sets one a row and releases none reaches it in 8,192 rows. */
  static final int MOST = 8_192;

  /**
   * A savepoint is the name that SQL knows it by, folded by its dialect, or the driver's object if
   * it has none.
   */
  private record Mark(Object key, int ordinal, long position) {
    boolean isOf(Object other) {
      return key == other || key instanceof String name && name.equals(other);
    }
  }

  private final boolean stacks;
  private final List<Mark> marks = new ArrayList<>(0);

  /**
   * @param stacks whether one that is set replaces none of the same name
   */
  Savepoints(boolean stacks) {
    this.stacks = stacks;
  }

  /**
   * @param position of the transaction when it was set; {@link Reading#NO_POSITION} if unknown
   */
  void set(Object key, int ordinal, long position) {
    if (!stacks) {
      int same = find(key);
      if (same >= 0) {
        marks.remove(same);
      }
    }
    if (marks.size() == MOST) {
      marks.remove(0);
    }
    marks.add(new Mark(key, ordinal, position));
  }

  /** The ordinal at {@code key}, forgetting all set later; -1 if there is no such savepoint. */
  int rollBackTo(Object key) {
    int i = find(key);
    if (i < 0) {
      return -1;
    }
    Mark to = marks.get(i);
    if (to.position == Reading.NO_POSITION) {
      marks.subList(i + 1, marks.size()).clear();
    } else {
      marks.removeIf(mark -> mark.position > to.position); // H2 keeps those set at the same place
    }
    return to.ordinal;
  }

  /** Forgets {@code key} and all set later. */
  void release(Object key) {
    int i = find(key);
    if (i >= 0) {
      marks.subList(i, marks.size()).clear();
    }
  }

  boolean isEmpty() {
    return marks.isEmpty();
  }

  void clear() {
    marks.clear();
  }

  private int find(Object key) {
    for (int i = marks.size() - 1; i >= 0; i--) {
      if (marks.get(i).isOf(key)) {
        return i;
      }
    }
    return -1;
  }
}
