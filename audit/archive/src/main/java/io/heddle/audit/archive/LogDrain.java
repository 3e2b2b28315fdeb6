package io.heddle.audit.archive;

import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.LogRow;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.audit.spool.SpoolRecord.UnknownRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/** Archives one log, batch by batch. */
final class LogDrain implements HotFile.Results {
  private final SpoolLog log;
  private final HotFile hot;
  private final Tally tally;
  private final LongSupplier epochMicros;
  private final long id;
  private final SpoolReader reader;
  private SpoolPosition removedBefore;
  private boolean isFinished;
  private long newRecords;
  private long newestMicros;

  LogDrain(SpoolLog log, HotFile hot, Tally tally, LongSupplier epochMicros) throws SQLException {
    this.log = log;
    this.hot = hot;
    this.tally = tally;
    this.epochMicros = epochMicros;
    LogRow row = hot.log(log.node(), log.boot());
    id = row.id();
    reader = SpoolReader.open(log, row.position());
    removedBefore = SpoolPosition.START; // an archiver that died may have left segments behind
  }

  /**
   * Archives a batch; all of it is committed when this returns, nothing if it throws.
   *
   * @return how many records were taken
   * @throws SpoolFormatException if the next record is of a version that this one cannot read; what
   *     came before is archived
   */
  int drain(int mostRecords) throws SQLException, IOException {
    int taken = 0;
    SpoolRecord record = null;
    SpoolFormatException otherVersion = null;
    try {
      while (taken < mostRecords && (record = reader.next()) != null) {
        archive(record);
        taken++;
      }
    } catch (SpoolFormatException later) {
      otherVersion = later;
    }
    boolean isExhausted = otherVersion == null && record == null && reader.isExhausted();
    store();
    if (isExhausted && hasBegun()) {
      ended();
      isFinished = true;
    }
    if (taken > 0 || isFinished) {
      hot.position(id, reader.position());
    }
    hot.commit();
    tally.commit();
    if (otherVersion != null) {
      throw otherVersion;
    }
    return taken;
  }

  /** Frees the disk of what is archived, once that is durable; removes a log that has ended. */
  void removeArchived() throws SQLException, IOException {
    SpoolPosition reached = reader.position();
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
  public void archived(OperationRecord record) {
    newRecords++;
    newestMicros = Math.max(newestMicros, record.startEpochMicros());
  }

  @Override
  public void duplicate(OperationRecord record) {
    tally.duplicate();
  }

  @Override
  public void conflict(OperationRecord record) throws SQLException {
    String what = "another content for a key that is taken: " + record;
    incident("CONFLICT", record.seq(), record.seq(), 1, what);
    tally.conflict(log.path() + ": " + what);
  }

  /**
   * A folder without a segment may belong to a JVM that is just starting and has not taken its lock
   * yet; it is left alone.
   */
  private boolean hasBegun() throws IOException {
    return !reader.position().equals(SpoolPosition.START) || log.sizeBytes() > 0;
  }

  private void archive(SpoolRecord record) throws SQLException {
    if (record instanceof OperationRecord operation) {
      hot.take(operation);
    } else if (record instanceof OutcomeRecord outcome) {
      hot.decide(id, outcome);
    } else if (record instanceof BootRecord boot) {
      hot.booted(id, boot);
    } else if (record instanceof CloseRecord close) {
      hot.closed(id, close.epochMicros());
    } else if (record instanceof LossRecord loss) {
      String reason = loss.reason().name();
      hot.incident(id, "LOSS", loss.epochMicros(), 0, 0, loss.count(), reason);
      tally.lost(
          loss.count(),
          log.path() + ": the agent lost " + loss.count() + " operations (" + reason + ")");
    } else if (record instanceof Damage damage) {
      long count = Math.max(0, damage.lastSeq() - damage.firstSeq() + 1);
      incident("DAMAGE", damage.firstSeq(), damage.lastSeq(), count, damage.reason());
      tally.damage(log.path() + " is damaged: " + damage);
    } else if (record instanceof UnknownRecord unknown) {
      String what = "a record of unknown type " + unknown.type();
      incident("DAMAGE", unknown.seq(), unknown.seq(), 1, what);
      tally.damage(log.path() + ": " + what + ", sequence number " + unknown.seq());
    }
  }

  private void store() throws SQLException {
    newRecords = 0;
    hot.store(id, epochMicros.getAsLong(), this);
    tally.archived(newRecords, newestMicros);
  }

  private void ended() throws SQLException {
    int undecided = hot.ended(id);
    if (undecided > 0) {
      String why = "the process died before their transactions ended";
      incident("UNDECIDED", 0, 0, undecided, why);
      tally.tell(false, log.path() + ": " + undecided + " operations: " + why);
    }
  }

  private void incident(String kind, long firstSeq, long lastSeq, long count, String why)
      throws SQLException {
    hot.incident(id, kind, epochMicros.getAsLong(), firstSeq, lastSeq, count, why);
  }
}
