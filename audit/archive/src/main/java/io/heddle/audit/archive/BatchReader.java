package io.heddle.audit.archive;

import io.heddle.audit.archive.Reading.Unreadable;
import io.heddle.audit.archive.ledger.LeafHasher;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.store.Batch;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.IntentRecord;
import io.heddle.audit.spool.SpoolRecord.KeyRecord;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.audit.spool.SpoolRecord.UnknownRecord;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log in batches: what its records mean for the archive and the hashes of their leaves, all
 * that needs no database. One thread at a time.
 */
final class BatchReader implements AutoCloseable {
  private final SpoolLog log;
  private final SpoolReader reader;
  private final LeafHasher hasher;

  /** What is being read. */
  private Batch batch;

  private List<WrappedKey> keys;
  private List<Unreadable> unreadable;

  BatchReader(SpoolLog log, SpoolPosition from) {
    this.log = log;
    reader = SpoolReader.open(log, from);
    hasher = new LeafHasher(log.node(), log.boot());
  }

  /** Reads up to so many records; none if there is nothing new. */
  Reading read(int mostRecords) throws IOException {
    batch = new Batch(hasher);
    keys = new ArrayList<>();
    unreadable = new ArrayList<>();
    int taken = 0;
    boolean isAtEnd = false;
    SpoolFormatException otherVersion = null;
    try {
      while (taken < mostRecords && !isAtEnd) {
        SpoolRecord record = reader.next();
        isAtEnd = record == null;
        if (record != null) {
          take(record);
          taken++;
        }
      }
    } catch (SpoolFormatException later) {
      otherVersion = later;
    }
    return new Reading(
        taken,
        batch,
        keys,
        unreadable,
        reader.position(),
        isAtEnd && reader.isExhausted(),
        Optional.ofNullable(otherVersion));
  }

  /** Removes the spool's segments that lie wholly before a position that is archived durably. */
  void deleteSegmentsBefore(SpoolPosition archived) throws IOException {
    reader.deleteSegmentsBefore(archived);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void take(SpoolRecord record) {
    if (record instanceof OperationRecord operation) {
      batch.add(operation);
    } else if (record instanceof OutcomeRecord outcome) {
      batch.decide(outcome);
      batch.add(
          outcome.seq(),
          new LedgerEvent.Decided(
              outcome.epochMicros(),
              outcome.transaction(),
              outcome.fromOrdinal(),
              outcome.toOrdinal(),
              outcome.outcome()));
    } else if (record instanceof IntentRecord intent) {
      batch.add(
          intent.seq(),
          new LedgerEvent.Intended(
              intent.epochMicros(),
              intent.transaction(),
              intent.toOrdinal(),
              intent.database(),
              intent.databaseId()));
    } else if (record instanceof BootRecord boot) {
      batch.add(
          boot.seq(),
          new LedgerEvent.Booted(
              boot.epochMicros(),
              boot.pid(),
              boot.node(),
              boot.service(),
              boot.version(),
              boot.jvm()));
    } else if (record instanceof CloseRecord close) {
      batch.add(close.seq(), new LedgerEvent.Closed(close.epochMicros()));
    } else if (record instanceof NoteRecord note) {
      batch.add(
          note.seq(), new LedgerEvent.AgentNoted(note.epochMicros(), note.what(), note.detail()));
    } else if (record instanceof LossRecord loss) {
      batch.add(loss.seq(), new LedgerEvent.Lost(loss.epochMicros(), loss.count(), loss.reason()));
    } else if (record instanceof KeyRecord key) {
      take(key);
    } else if (record instanceof Damage damage) {
      unreadable.add(
          new Unreadable(
              damage.firstSeq(),
              damage.lastSeq(),
              damage.reason(),
              log.path() + " is damaged: " + damage));
    } else if (record instanceof UnknownRecord unknown) {
      cannotTake(unknown.seq(), "a record of unknown type " + unknown.type());
    }
  }

  private void take(KeyRecord record) {
    try {
      WrappedKey key = WrappedKey.parse(record.wrapped());
      keys.add(key);
      batch.add(
          record.seq(),
          new LedgerEvent.KeyMade(
              record.epochMicros(),
              key.origin().tenant(),
              key.id(),
              HexFormat.of().formatHex(key.sha256())));
    } catch (IllegalArgumentException otherVersion) {
      cannotTake(record.seq(), "a key that cannot be kept: " + otherVersion.getMessage());
    }
  }

  private void cannotTake(long seq, String what) {
    String message = log.path() + ": " + what + ", sequence number " + seq;
    unreadable.add(new Unreadable(seq, seq, what, message));
  }
}
