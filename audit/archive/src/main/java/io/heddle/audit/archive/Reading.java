package io.heddle.audit.archive;

import io.heddle.audit.archive.store.Batch;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.util.List;
import java.util.Optional;

/**
 * What was read from a log at once.
 *
 * @param records how many records that were
 * @param batch those that can be archived
 * @param keys tenants' keys among them, to be kept before the position behind them is
 * @param unreadable those that cannot, and places that hold none
 * @param reached the position behind them
 * @param isExhausted whether nothing will ever come behind them
 * @param otherVersion why reading ended here for good: what comes is not of this version
 */
record Reading(
    int records,
    Batch batch,
    List<WrappedKey> keys,
    List<Unreadable> unreadable,
    SpoolPosition reached,
    boolean isExhausted,
    Optional<SpoolFormatException> otherVersion) {
  /**
   * Records that should be there, {@code lastSeq < firstSeq} if nobody knows which.
   *
   * @param reason for the archive
   * @param message for the operator
   */
  record Unreadable(long firstSeq, long lastSeq, String reason, String message) {}
}
