package io.heddle.audit.archive;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Incident;
import io.heddle.audit.archive.store.LogRow;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.KeyRecord;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.audit.spool.SpoolRecord.UnknownRecord;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;

/** Archives one log, batch by batch. */
final class LogDrain implements HotFile.Results {
  private static final String LATE = "made before the run knew that its tenant was erased";

  private final SpoolLog log;
  private final HotFile hot;
  private final TenantKeyStore keys;
  private final Tally tally;
  private final LongSupplier epochMicros;
  private final LogRow row;
  private final SpoolReader reader;
  private SpoolPosition removedBefore;
  private boolean isFinished;

  /** Keys of this batch: kept, durably, before the position behind them is. */
  private final List<WrappedKey> keysTaken = new ArrayList<>();

  private long newRecords;
  private long newestMicros;

  LogDrain(SpoolLog log, HotFile hot, TenantKeyStore keys, Tally tally, LongSupplier epochMicros)
      throws SQLException {
    this.log = log;
    this.hot = hot;
    this.keys = keys;
    this.tally = tally;
    this.epochMicros = epochMicros;
    row = hot.log(log.node(), log.boot());
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
  int drain(int mostRecords) throws SQLException, IOException, ArchiveException {
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
    keepKeys();
    if (isExhausted && hasBegun()) {
      ended();
      isFinished = true;
    }
    if (taken > 0 || isFinished) {
      hot.position(row.id(), reader.position());
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
      hot.decide(row.id(), outcome);
      hot.take(
          outcome.seq(),
          new LedgerEvent.Decided(
              outcome.epochMicros(),
              outcome.transaction(),
              outcome.fromOrdinal(),
              outcome.toOrdinal(),
              outcome.outcome()));
    } else if (record instanceof BootRecord boot) {
      hot.take(
          boot.seq(),
          new LedgerEvent.Booted(
              boot.epochMicros(),
              boot.pid(),
              boot.node(),
              boot.service(),
              boot.version(),
              boot.jvm()));
    } else if (record instanceof CloseRecord close) {
      hot.take(close.seq(), new LedgerEvent.Closed(close.epochMicros()));
    } else if (record instanceof NoteRecord note) {
      hot.take(
          note.seq(), new LedgerEvent.AgentNoted(note.epochMicros(), note.what(), note.detail()));
    } else if (record instanceof LossRecord loss) {
      hot.take(loss.seq(), new LedgerEvent.Lost(loss.epochMicros(), loss.count(), loss.reason()));
    } else if (record instanceof KeyRecord key) {
      archive(key);
    } else if (record instanceof Damage damage) {
      damaged(damage.firstSeq(), damage.lastSeq(), damage.reason());
      tally.damage(log.path() + " is damaged: " + damage);
    } else if (record instanceof UnknownRecord unknown) {
      String what = "a record of unknown type " + unknown.type();
      damaged(unknown.seq(), unknown.seq(), what);
      tally.damage(log.path() + ": " + what + ", sequence number " + unknown.seq());
    }
  }

  private void archive(KeyRecord record) throws SQLException {
    try {
      WrappedKey key = WrappedKey.parse(record.wrapped());
      keysTaken.add(key);
      hot.take(
          record.seq(),
          new LedgerEvent.KeyMade(
              record.epochMicros(),
              key.origin().tenant(),
              key.id(),
              HexFormat.of().formatHex(key.sha256())));
    } catch (IllegalArgumentException otherVersion) {
      String what = "a key that cannot be kept: " + otherVersion.getMessage();
      damaged(record.seq(), record.seq(), what);
      tally.damage(log.path() + ": " + what + ", sequence number " + record.seq());
    }
  }

  /** Keys that came too late, because their tenant was erased meanwhile, are destroyed: say so. */
  private void keepKeys() throws SQLException, ArchiveException {
    for (WrappedKey late : keys.take(keysTaken)) {
      hot.record(
          row.id(),
          new LedgerEvent.Erased(
              now(), late.origin().tenant(), "archiver", LATE, List.of(late.id())));
    }
    keysTaken.clear();
  }

  private void damaged(long firstSeq, long lastSeq, String why) throws SQLException {
    hot.record(
        row.id(), new LedgerEvent.Damaged(now(), row.node(), row.boot(), firstSeq, lastSeq, why));
  }

  private void store() throws SQLException {
    newRecords = 0;
    hot.store(row, now(), this);
    tally.archived(newRecords, newestMicros);
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
