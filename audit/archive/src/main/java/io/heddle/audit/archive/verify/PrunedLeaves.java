package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.ledger.SegmentSeal;
import java.util.Collection;
import java.util.List;

/**
 * The leaves whose records retention has removed, as the ledger declares it: all together at some
 * moment, and segment by segment since.
 */
final class PrunedLeaves {
  private final MinimumIndex declared;
  private final List<SegmentSeal> since;

  PrunedLeaves(MinimumIndex declared, Collection<SegmentSeal> since) {
    this.declared = declared;
    this.since = List.copyOf(since);
  }

  /** No record before this leaf is left; tiles of such leaves alone may be gone. */
  long minimum() {
    return declared.leaf();
  }

  /** Whether nothing was ever pruned. */
  boolean isNone() {
    return declared.pruned() == 0 && since.isEmpty();
  }

  /** How many leaves' records were removed. */
  long count() {
    return declared.pruned() + since.stream().mapToLong(SegmentSeal::leaves).sum();
  }

  /** Whether the record of a leaf may have been removed. */
  boolean covers(long leaf) {
    return declared.covers(leaf) || since.stream().anyMatch(seal -> seal.spans(leaf));
  }

  /** Whether records of some of the leaves in between may have been removed. */
  boolean liesBetween(long first, long end) {
    return declared.touches(first, end)
        || since.stream().anyMatch(seal -> seal.firstLeaf() < end && seal.endLeaf() > first);
  }
}
