package io.heddle.audit.archive.cli;

import java.util.Collection;
import java.util.Optional;

/** Finds what was probably meant by a misspelt name. */
final class NearestName {
  private NearestName() {}

  /**
   * The candidate with the fewest differences from {@code name}; empty if more than half of the
   * name would have to change.
   */
  static Optional<String> of(String name, Collection<String> candidates) {
    String nearest = null;
    int fewest = Math.max(1, name.length() / 2) + 1;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < fewest) {
        fewest = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** How many characters must be inserted, removed or replaced. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
