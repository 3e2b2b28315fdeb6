package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerEvent.Conflicted;
import io.heddle.audit.archive.ledger.LedgerEvent.Damaged;
import io.heddle.audit.archive.ledger.LedgerEvent.Ended;
import io.heddle.audit.archive.ledger.LedgerEvent.Lost;
import io.heddle.audit.archive.ledger.LedgerEvent.Resolved;
import io.heddle.audit.spool.Outcome;

/**
 * A row of {@code incident}: what an event means to somebody who asks for numbers. Says nothing
 * that the event does not, so that who verifies the events can verify these.
 *
 * @param kind LOSS, DAMAGE, CONFLICT or UNDECIDED
 * @param seenMicros when it was noticed
 * @param firstSeq the first sequence number concerned, 0 if none is known
 * @param lastSeq the last one
 * @param records how many records are concerned; 0 if nobody can tell
 * @param reason a sentence
 */
public record Incident(
    String kind, long seenMicros, long firstSeq, long lastSeq, long records, String reason) {
  /** What an agent's death leaves undecided. */
  public static final String DIED = "the process died before their transactions ended";

  /** The incident that an event is; null if it is none. */
  public static Incident of(LedgerEvent event) {
    if (event instanceof Lost lost) {
      return new Incident("LOSS", lost.micros(), 0, 0, lost.count(), lost.reason().name());
    } else if (event instanceof Damaged at) {
      long count = Math.max(0, at.lastSeq() - at.firstSeq() + 1);
      return new Incident("DAMAGE", at.micros(), at.firstSeq(), at.lastSeq(), count, at.reason());
    } else if (event instanceof Conflicted at) {
      return new Incident("CONFLICT", at.micros(), at.seq(), at.seq(), 1, at.content());
    } else if (event instanceof Ended end && end.undecided() > 0) {
      return new Incident("UNDECIDED", end.micros(), 0, 0, end.undecided(), DIED);
    } else if (event instanceof Resolved after && after.outcome() == Outcome.UNKNOWN) {
      return new Incident("UNDECIDED", after.micros(), 0, 0, after.writes(), after.how());
    }
    return null;
  }
}
