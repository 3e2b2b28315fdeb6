package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.KeyRange;
import io.heddle.audit.archive.store.SegmentSummary;
import java.util.List;

/**
 * A segment that retention has removed, and what it held.
 *
 * @param id of its entry in the register; a segment's number may come again if the hot file is lost
 * @param segment what it held
 * @param seal what the ledger knows of its file
 * @param prunedMicros when that was decided
 * @param prunedBy who ran it
 * @param reason the limit that it was beyond
 * @param isRemoved whether its file is known to be gone
 */
public record PrunedSegment(
    long id,
    SegmentSummary segment,
    SegmentSeal seal,
    long prunedMicros,
    String prunedBy,
    String reason,
    boolean isRemoved) {
  /** The lowest key of each run in it, and the highest. */
  public List<KeyRange> keys() {
    return segment.keys();
  }

  /** Whether a record that an audit trace ID names may have been in it. */
  public boolean mayHaveHeld(long namedBoot, long seq) {
    return keys().stream().anyMatch(range -> range.mayHold(namedBoot, seq));
  }
}
