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
 * @param keepsDetail whether literals and bound values are kept as well, encrypted
 * @param digests whether a digest of what is read of a request's body is recorded
 * @param fingerprintKey columns that identify a row of the tables that it applies to, in lower
 *     case, in the order of their names' code points; if there are any, fingerprints of the rows
 *     written are recorded
 */
public record AuditRule(
    boolean records,
    Set<String> types,
    List<NamePattern> targets,
    Guarantee guarantee,
    boolean keepsDetail,
    boolean digests,
    List<String> fingerprintKey) {
  /** Keeps copies. */
  public AuditRule {
    types = Set.copyOf(types);
    targets = List.copyOf(targets);
    fingerprintKey = List.copyOf(fingerprintKey);
  }

  /** A rule that takes no fingerprints. */
  public AuditRule(
      boolean records,
      Set<String> types,
      List<NamePattern> targets,
      Guarantee guarantee,
      boolean keepsDetail,
      boolean digests) {
    this(records, types, targets, guarantee, keepsDetail, digests, List.of());
  }

  /** A rule that digests nothing. */
  public AuditRule(
      boolean records,
      Set<String> types,
      List<NamePattern> targets,
      Guarantee guarantee,
      boolean keepsDetail) {
    this(records, types, targets, guarantee, keepsDetail, false);
  }

  /** A rule that promises nothing more, and keeps no detail. */
  public AuditRule(boolean records, Set<String> types, List<NamePattern> targets) {
    this(records, types, targets, null);
  }

  /** A rule that keeps no detail. */
  public AuditRule(
      boolean records, Set<String> types, List<NamePattern> targets, Guarantee guarantee) {
    this(records, types, targets, guarantee, false);
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
