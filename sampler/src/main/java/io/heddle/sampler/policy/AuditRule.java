package io.heddle.sampler.policy;

import java.util.List;
import java.util.Set;

/**
 * Which operations are recorded, or are not.
 *
 * @param records whether what it applies to is recorded
 * @param types types of operations in lower case, such as {@code delete}; empty for all
 * @param targets tables and routes; empty for all
 * @param guarantee what committed writes that it applies to are promised; null for nothing more
 *     than that their records survive the process
 */
public record AuditRule(
    boolean records, Set<String> types, List<NamePattern> targets, Guarantee guarantee) {
  /** Keeps copies. */
  public AuditRule {
    types = Set.copyOf(types);
    targets = List.copyOf(targets);
  }

  /** A rule that promises nothing more. */
  public AuditRule(boolean records, Set<String> types, List<NamePattern> targets) {
    this(records, types, targets, null);
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
