package io.heddle.sampler.policy;

import java.util.List;

/**
 * What rules say about operations of one kind. Immutable.
 *
 * @param isRecorded whether the audit records them
 * @param keepsDetail whether their literals and bound values are kept, encrypted
 * @param guarantee what committed writes are promised; null for nothing more than that their
 *     records survive the process, and for what is not recorded
 * @param fingerprintKey columns that identify the rows they write; empty if these are not
 *     fingerprinted
 * @param recordedAs the type of their records, in lower case
 */
public record AuditDecision(
    boolean isRecorded,
    boolean keepsDetail,
    Guarantee guarantee,
    List<String> fingerprintKey,
    String recordedAs) {
  /** Keeps a copy of {@code fingerprintKey}. */
  public AuditDecision {
    fingerprintKey = List.copyOf(fingerprintKey);
  }
}
