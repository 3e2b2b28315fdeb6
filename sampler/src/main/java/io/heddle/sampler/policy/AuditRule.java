package io.heddle.sampler.policy;

import java.util.List;
import java.util.Set;

/**
 * Which operations are recorded, or are not.
 *
 * @param records whether what it applies to is recorded
 * @param types types of operations in lower case, such as {@code delete}; empty for all
 * @param targets tables and routes; empty for all
 */
public record AuditRule(boolean records, Set<String> types, List<NamePattern> targets) {
  /** Keeps copies. */
  public AuditRule {
    types = Set.copyOf(types);
    targets = List.copyOf(targets);
  }

  boolean appliesTo(String type, String target) {
    if (!types.isEmpty() && !types.contains(type)) {
      return false;
    }
    for (NamePattern pattern : targets) {
      if (pattern.matches(target)) {
        return true;
      }
    }
    return targets.isEmpty();
  }
}
