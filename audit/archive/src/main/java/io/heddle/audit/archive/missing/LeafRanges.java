package io.heddle.audit.archive.missing;

import java.util.Optional;
import java.util.TreeMap;

/** Ranges of leaves, which may overlap. Bound: one entry for each range. */
final class LeafRanges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /**
   * Adds a range.
   *
   * @param end behind the last leaf; a range that is empty counts for nothing
   */
  void add(long first, long end) {
    if (end > first) {
      ends.merge(first, end, Math::max);
    }
  }

  /**
   * The first leaves that no range has, as {@code first to last}.
   *
   * @param size how many leaves there are at least
   */
  Optional<String> firstGap(long size) {
    long covered = 0;
    for (var range : ends.entrySet()) {
      if (range.getKey() > covered) {
        return Optional.of(covered + " to " + (range.getKey() - 1));
      }
      covered = Math.max(covered, range.getValue());
    }
    return covered < size ? Optional.of(covered + " to " + (size - 1)) : Optional.empty();
  }
}
