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
 * @param recordedAs the type that records have of operations that it applies to, in lower case;
 *     empty: their own
 */
public record AuditRule(
    boolean records,
    Set<String> types,
    List<NamePattern> targets,
    Guarantee guarantee,
    boolean keepsDetail,
    boolean digests,
    List<String> fingerprintKey,
    String recordedAs) {
  /** Keeps copies. */
  public AuditRule {
    types = Set.copyOf(types);
    targets = List.copyOf(targets);
    fingerprintKey = List.copyOf(fingerprintKey);
  }

  /** A rule that asks for nothing more. */
  public AuditRule(boolean records, Set<String> types, List<NamePattern> targets) {
    this(records, types, targets, null, false, false, List.of(), "");
  }

  /** This rule with a promise. */
  public AuditRule promising(Guarantee promised) {
    return new AuditRule(
        records, types, targets, promised, keepsDetail, digests, fingerprintKey, recordedAs);
  }

  /** This rule, with literals and bound values. */
  public AuditRule detailed() {
    return new AuditRule(
        records, types, targets, guarantee, true, digests, fingerprintKey, recordedAs);
  }

  /** This rule, with digests of bodies. */
  public AuditRule digesting() {
    return new AuditRule(
        records, types, targets, guarantee, keepsDetail, true, fingerprintKey, recordedAs);
  }

  /** This rule, with fingerprints of rows that these columns identify. */
  public AuditRule fingerprinting(String... key) {
    return new AuditRule(
        records, types, targets, guarantee, keepsDetail, digests, List.of(key), recordedAs);
  }

  /**
   * Whether it may ask for the record of an operation whose target is not known. Of one that calls
   * something, or that is of no known type, it is not known either what it does.
   */
  boolean mayRecord(String type) {
    boolean isOfUnknownType = type.equals("other") || type.equals("call");
    return records && (isOfUnknownType || types.isEmpty() || types.contains(type));
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
