package io.heddle.audit.archive;

import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.LogRow;
import io.heddle.audit.archive.store.Sealer;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.SpoolDirectory;
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
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Moves records from spools into the archive, each once.
 *
 * <p>Records and the position behind them are committed in one transaction, so an archiver that is
 * killed anywhere goes on where it stopped. A spool's segment is removed only after the archive has
 * been made durable. One thread; one archiver for each home, which a lock enforces.
 */
public final class Archiver implements AutoCloseable {
  private final ArchiveHome home;
  private final ArchiveOptions options;
  private final ArchiveEvents events;
  private final ArchiverLock lock;
  private final HotFile hot;
  private final Sealer sealer;
  private final Map<SpoolLog, Source> sources = new HashMap<>();
  private final Set<SpoolLog> refused = new HashSet<>();

  private long archived;
  private long duplicates;
  private long conflicts;
  private long lost;
  private long damages;
  private long sealed;
  private long lastMicros;

  /** A log that is being read. */
  private record Source(SpoolLog log, long id, SpoolReader reader) {}

  private Archiver(
      ArchiveHome home,
      ArchiveOptions options,
      ArchiveEvents events,
      ArchiverLock lock,
      HotFile hot) {
    this.home = home;
    this.options = options;
    this.events = events;
    this.lock = lock;
    this.hot = hot;
    this.sealer = new Sealer(home, hot);
  }

  /**
   * Opens the archive of a home directory for writing, and makes it if there is none.
   *
   * @throws ArchiveException if another archiver is at it, or its files cannot be used
   */
  public static Archiver open(Path homeDirectory, ArchiveOptions options, ArchiveEvents events)
      throws ArchiveException {
    ArchiveHome home = new ArchiveHome(homeDirectory);
    ArchiverLock lock = ArchiverLock.take(home.lock());
    try {
      HotFile hot = HotFile.open(home);
      Archiver archiver = new Archiver(home, options, events, lock, hot);
      archiver.sealer.recover();
      return archiver;
    } catch (ArchiveException failure) {
      release(lock);
      throw failure;
    }
  }

  /**
   * Archives one batch of every log.
   *
   * @return how many records were taken from spools; 0 if there was nothing new
   * @throws ArchiveException if the archive cannot be written; nothing of the batch is archived
   *     then, and the call may be repeated
   */
  public int drainOnce() throws ArchiveException {
    int taken = 0;
    try {
      for (SpoolLog log : SpoolDirectory.logs(home.spool())) {
        if (!refused.contains(log)) {
          taken += drain(log);
        }
      }
      if (isDue()) {
        seal();
      }
      return taken;
    } catch (SQLException failure) {
      forgetSources();
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      forgetSources();
      throw new ArchiveException(
          "the spool below " + home.spool() + " cannot be read (" + failure + ")", failure);
    }
  }

  /**
   * Archives until there is nothing new.
   *
   * @return how many records were taken from spools
   */
  public long drain() throws ArchiveException {
    long total = 0;
    for (int taken = drainOnce(); taken > 0; taken = drainOnce()) {
      total += taken;
    }
    return total;
  }

  /** Seals what the hot file holds, save for open transactions. */
  public void seal() throws ArchiveException {
    long number = sealer.seal();
    if (number > 0) {
      sealed++;
      events.happened(false, "sealed segment " + number);
    }
  }

  /** What was done since the archive was opened. */
  public ArchiverProgress progress() {
    return new ArchiverProgress(
        archived,
        duplicates,
        conflicts,
        lost,
        damages,
        sealed,
        hot.records(),
        backlogBytes(),
        lastMicros);
  }

  @Override
  public void close() throws ArchiveException {
    forgetSources();
    try {
      hot.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } finally {
      release(lock);
    }
  }

  private int drain(SpoolLog log) throws SQLException, IOException {
    Source source = sources.get(log);
    if (source == null) {
      LogRow row = hot.log(log.node(), log.boot());
      source = new Source(log, row.id(), SpoolReader.open(log, row.position()));
      sources.put(log, source);
    }
    SpoolPosition before = source.reader.position();
    int taken = 0;
    try {
      SpoolRecord record = null;
      while (taken < options.batchRecords() && (record = source.reader.next()) != null) {
        archive(source, record);
        taken++;
      }
      boolean exhausted = record == null && source.reader.isExhausted();
      if (exhausted) {
        ended(source);
      }
      if (taken > 0 || exhausted) {
        hot.position(source.id, source.reader.position());
        hot.commit();
        removeArchived(source, before, exhausted);
      }
    } catch (SpoolFormatException otherVersion) {
      refused.add(log);
      events.happened(true, log.path() + ": " + otherVersion.getMessage());
      hot.rollback();
      forget(source);
    } catch (SQLException failure) {
      hot.rollback();
      throw failure;
    }
    return taken;
  }

  private void archive(Source source, SpoolRecord record) throws SQLException {
    if (record instanceof OperationRecord operation) {
      archive(source, operation);
    } else if (record instanceof OutcomeRecord outcome) {
      hot.decide(source.id, outcome);
    } else if (record instanceof BootRecord boot) {
      hot.booted(source.id, boot);
    } else if (record instanceof CloseRecord close) {
      hot.closed(source.id, close.epochMicros());
    } else if (record instanceof LossRecord loss) {
      lost += loss.count();
      String reason = loss.reason().name();
      hot.incident(source.id, "LOSS", loss.epochMicros(), 0, 0, loss.count(), reason);
      events.happened(
          true,
          source.log.path() + ": the agent lost " + loss.count() + " operations (" + reason + ")");
    } else if (record instanceof Damage damage) {
      damages++;
      long count = Math.max(0, damage.lastSeq() - damage.firstSeq() + 1);
      hot.incident(
          source.id, "DAMAGE", now(), damage.firstSeq(), damage.lastSeq(), count, damage.reason());
      events.happened(true, source.log.path() + " is damaged: " + damage);
    } else if (record instanceof UnknownRecord unknown) {
      hot.incident(
          source.id,
          "DAMAGE",
          now(),
          unknown.seq(),
          unknown.seq(),
          1,
          "a record of unknown type " + unknown.type());
    }
  }

  private void archive(Source source, OperationRecord operation) throws SQLException {
    switch (hot.take(source.id, operation)) {
      case NEW -> {
        archived++;
        lastMicros = Math.max(lastMicros, operation.startEpochMicros());
      }
      case DUPLICATE -> duplicates++;
      case CONFLICT -> {
        conflicts++;
        long seq = operation.seq();
        String what = "another content for a key that is taken: " + operation;
        hot.incident(source.id, "CONFLICT", now(), seq, seq, 1, what);
        events.happened(true, source.log.path() + ": " + what);
      }
    }
  }

  private void ended(Source source) throws SQLException {
    int undecided = hot.ended(source.id);
    if (undecided > 0) {
      String why = "the process died before their transactions ended";
      hot.incident(source.id, "UNDECIDED", now(), 0, 0, undecided, why);
      events.happened(false, source.log.path() + ": " + undecided + " operations: " + why);
    }
  }

  /** Frees spool that is archived, once the archive is durable. */
  private void removeArchived(Source source, SpoolPosition before, boolean exhausted)
      throws SQLException, IOException {
    SpoolPosition reached = source.reader.position();
    if ((exhausted || reached.segment() > before.segment()) && hot.checkpoint()) {
      source.reader.deleteSegmentsBefore(reached);
      if (exhausted) {
        forget(source);
        source.log.delete();
      }
    }
  }

  private boolean isDue() {
    if (hot.records() == 0) {
      return false;
    }
    return hot.records() >= options.sealRecords()
        || now() / 1_000 - hot.oldestMicros() / 1_000 >= options.sealAgeMillis();
  }

  private long backlogBytes() {
    long bytes = 0;
    try {
      for (SpoolLog log : SpoolDirectory.logs(home.spool())) {
        bytes += log.sizeBytes();
      }
    } catch (IOException unknown) {
      return -1;
    }
    return bytes;
  }

  private void forget(Source source) throws IOException {
    sources.remove(source.log);
    source.reader.close();
  }

  private void forgetSources() {
    for (Source source : sources.values()) {
      try {
        source.reader.close();
      } catch (IOException gone) {
        continue;
      }
    }
    sources.clear();
  }

  private static long now() {
    return System.currentTimeMillis() * 1_000;
  }

  private static void release(ArchiverLock lock) {
    try {
      lock.close();
    } catch (IOException gone) {
      // The lock goes with the process at the latest.
    }
  }
}
