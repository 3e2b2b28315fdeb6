package io.heddle.audit.archive.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings. Bound: {@link Finding#MOST_TOLD} of each kind are told, all are counted. */
final class Findings {
  private final List<Finding> told = new ArrayList<>();
  private final Map<Finding.Kind, Integer> toldOf = new EnumMap<>(Finding.Kind.class);
  private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);

  void add(Finding finding) {
    add(finding, 1);
  }

  void add(Finding finding, long count) {
    // Not by what they count: one line may stand for many records, and the next must still be told.
    if (toldOf.merge(finding.kind(), 1, Integer::sum) <= Finding.MOST_TOLD) {
      told.add(finding);
    }
    counts.merge(finding.kind(), count, Long::sum);
  }

  List<Finding> told() {
    return told;
  }

  Map<Finding.Kind, Long> counts() {
    return counts;
  }
}
