package io.heddle.audit.archive;

import io.heddle.audit.archive.Reading.Unreadable;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Incident;
import io.heddle.audit.archive.store.LogRow;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;

/** Archives one log, batch by batch. */
final class LogDrain implements HotFile.Results {
  private static final String LATE = "made before the run knew that its tenant was erased";

  private final ArchiveHome home;
  private final SpoolLog log;
  private final HotFile hot;
  private final TenantKeyStore keys;
  private final Tally tally;
  private final LongSupplier epochMicros;
  private final LogRow row;
  private final LogReader reader;

  /** Behind what is archived. */
  private SpoolPosition reached;

  private SpoolPosition removedBefore;

  /** Whether what has come again was compared with what is archived. */
  private boolean isCompared;

  private boolean isFinished;

  LogDrain(
      ArchiveHome home,
      SpoolLog log,
      ReadAhead ahead,
      HotFile hot,
      TenantKeyStore keys,
      Tally tally,
      LongSupplier epochMicros)
      throws SQLException {
    this.home = home;
    this.log = log;
    this.hot = hot;
    this.keys = keys;
    this.tally = tally;
    this.epochMicros = epochMicros;
    row = hot.log(log.node(), log.boot());
    reached = row.position();
    reader = new LogReader(log, reached, ahead);
    removedBefore = SpoolPosition.START; // an archiver that died may have left segments behind
  }

  /**
   * Archives a batch; all of it is committed when this returns, nothing if it throws.
   *
   * @return how many records were taken
   * @throws SpoolFormatException if the next record is of a version that this one cannot read; what
   *     came before is archived
   */
  int drain(int mostRecords) throws SQLException, IOException, ArchiveException {
    if (!isCompared) {
      Redelivery.compare(home, log, row, this);
      isCompared = true;
    }
    Reading reading = reader.read(mostRecords);
    store(reading);
    keepKeys(reading.keys());
    if (reading.isExhausted() && hasBegun(reading)) {
      ended();
      isFinished = true;
    }
    if (reading.records() > 0 || isFinished) {
      hot.position(row.id(), reading.reached());
    }
    hot.commit();
    tally.commit();
    reached = reading.reached();
    if (reading.otherVersion().isPresent()) {
      throw reading.otherVersion().get();
    }
    return reading.records();
  }

  /** Frees the disk of what is archived, once that is durable; removes a log that has ended. */
  void removeArchived() throws SQLException, IOException {
    if (isFinished || reached.segment() > removedBefore.segment()) {
      hot.sync();
      reader.deleteSegmentsBefore(reached);
      removedBefore = reached;
      if (isFinished) {
        reader.close();
        log.delete();
      }
    }
  }

  /** Whether the log has ended and all of it is archived. */
  boolean isFinished() {
    return isFinished;
  }

  void close() {
    try {
      reader.close();
    } catch (IOException gone) {
      // It was only read; there is nothing to lose.
    }
  }

  @Override
  public void archived(int operations, long newestMicros) {
    tally.archived(operations, newestMicros);
  }

  @Override
  public void duplicate(OperationRecord record) {
    tally.duplicate();
  }

  @Override
  public void archived(LedgerEvent event) {
    if (event instanceof LedgerEvent.Lost lost) {
      String reason = lost.reason().name();
      tally.lost(
          lost.count(),
          log.path() + ": the agent lost " + lost.count() + " operations (" + reason + ")");
    }
  }

  @Override
  public void conflict(long seq, Object content) throws SQLException {
    String what = "another content for a key that is taken: " + content;
    hot.record(row.id(), new LedgerEvent.Conflicted(now(), row.node(), row.boot(), seq, what));
    tally.conflict(log.path() + ": " + what);
  }

  private void store(Reading reading) throws SQLException {
    for (Unreadable place : reading.unreadable()) {
      hot.record(
          row.id(),
          new LedgerEvent.Damaged(
              now(), row.node(), row.boot(), place.firstSeq(), place.lastSeq(), place.reason()));
      tally.damage(place.message());
    }
    hot.store(row, reading.batch(), now(), this);
  }

  /** Keys that came too late, because their tenant was erased meanwhile, are destroyed: say so. */
  private void keepKeys(List<WrappedKey> taken) throws SQLException, ArchiveException {
    for (WrappedKey late : keys.take(taken)) {
      hot.record(
          row.id(),
          new LedgerEvent.Erased(
              now(), late.origin().tenant(), "archiver", LATE, List.of(late.id())));
    }
  }

  /**
   * A folder without a segment may belong to a JVM that is just starting and has not taken its lock
   * yet; it is left alone.
   */
  private boolean hasBegun(Reading reading) throws IOException {
    return !reading.reached().equals(SpoolPosition.START) || log.sizeBytes() > 0;
  }

  private void ended() throws SQLException {
    int undecided = hot.ended(row, now());
    if (undecided > 0) {
      tally.tell(false, log.path() + ": " + undecided + " operations: " + Incident.DIED);
    }
  }

  private long now() {
    return epochMicros.getAsLong();
  }
}
