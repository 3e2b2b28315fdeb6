package io.heddle.agent.jdbc;

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
  static final int MOST = 256;

  /** A savepoint is the driver's object, or the name that SQL gave it. */
  private record Mark(Object key, int ordinal) {
    boolean isOf(Object other) {
      return key == other
          || key instanceof String name
              && other instanceof String otherName
              && name.equalsIgnoreCase(otherName);
    }
  }

  private final List<Mark> marks = new ArrayList<>(0);

  void set(Object key, int ordinal) {
    if (marks.size() == MOST) {
      marks.remove(0);
    }
    marks.add(new Mark(key, ordinal));
  }

  /** The ordinal at {@code key}, forgetting all set later; -1 if there is no such savepoint. */
  int rollBackTo(Object key) {
    int i = find(key);
    if (i < 0) {
      return -1;
    }
    marks.subList(i + 1, marks.size()).clear();
    return marks.get(i).ordinal();
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
