package io.heddle.audit.archive;

import io.heddle.audit.archive.ledger.Ledger;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerException;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.retention.RetentionEvents;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Sealer;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.witness.Witnesses;
import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Moves records from spools into the archive, each once.
 *
 * <p>Records and the position behind them are committed in one transaction, so an archiver that is
 * killed anywhere goes on where it stopped. A spool's segment is removed only after the archive has
 * been made durable. What is archived is signed by the {@link Ledger}, within a second while
 * records come. One thread; one archiver for each home, which a lock enforces.
 */
public final class Archiver implements AutoCloseable {
  private static final long RETELL_MICROS = 60_000_000;

  private final ArchiveHome home;
  private final ArchiveOptions options;
  private final LongSupplier epochMicros;
  private final ArchiverLock lock;
  private final HotFile hot;
  private final Sealer sealer;
  private final Ledger ledger;
  private final Witnesses witnesses;

  /** What witnesses' thread has to say. */
  private final Queue<String> unwitnessed = new ConcurrentLinkedQueue<>();

  private final RetentionEvents retention;
  private final TenantKeyStore tenantKeys;
  private final Tally tally;
  private final Map<SpoolLog, LogDrain> drains = new HashMap<>();

  /** Logs of another version, which are not tried again. */
  private final Set<SpoolLog> refused = new HashSet<>();

  /** What was told of the ledger's trouble, and when: not again at once. */
  private String toldProblem = "";

  private long toldMicros;

  private Archiver(
      ArchiveHome home,
      ArchiveOptions options,
      ArchiveEvents events,
      LongSupplier epochMicros,
      ArchiverLock lock,
      HotFile hot,
      SignedState signed) {
    this.home = home;
    this.options = options;
    this.epochMicros = epochMicros;
    this.lock = lock;
    this.hot = hot;
    this.sealer = new Sealer(home, hot);
    this.ledger =
        new Ledger(
            home.tlog(),
            new LedgerKeys(home.path()),
            signed,
            new HotLeaves(hot),
            epochMicros.getAsLong());
    this.retention = new RetentionEvents(home);
    this.tenantKeys = new TenantKeyStore(home);
    this.tally = new Tally(events);
    this.witnesses = startWitnesses();
  }

  /**
   * Opens the archive of a home directory for writing, and makes it if there is none.
   *
   * @throws ArchiveException if another archiver is at it, or its files cannot be used
   */
  public static Archiver open(Path homeDirectory, ArchiveOptions options, ArchiveEvents events)
      throws ArchiveException {
    return open(homeDirectory, options, events, () -> System.currentTimeMillis() * 1_000);
  }

  static Archiver open(
      Path homeDirectory, ArchiveOptions options, ArchiveEvents events, LongSupplier epochMicros)
      throws ArchiveException {
    ArchiveHome home = new ArchiveHome(homeDirectory);
    ArchiverLock lock = ArchiverLock.take(home.lock());
    HotFile hot = null;
    try {
      SignedState signed = SignedState.recover(home.tlog());
      hot = HotFile.open(home, signed.size());
      Archiver archiver = new Archiver(home, options, events, epochMicros, lock, hot, signed);
      archiver.sealer.recover();
      archiver.describeSegments();
      return archiver;
    } catch (ArchiveException failure) {
      giveUp(hot, lock);
      throw failure;
    }
  }

  /**
   * Archives one batch of every log, and seals if it is time.
   *
   * @return how many records were taken from spools; 0 if there was nothing new
   * @throws ArchiveException if the archive cannot be written or a log cannot be read; nothing of
   *     that log's batch is archived then, all other logs are, and the call may be repeated
   */
  public int drainOnce() throws ArchiveException {
    int taken = 0;
    ArchiveException unreadable = null;
    for (SpoolLog log : logs()) {
      if (!refused.contains(log)) {
        try {
          taken += drain(log);
          sign(false); // with many logs a round may take longer than a second
        } catch (IOException failure) {
          // The other logs must not wait for this one to be mended.
          takeBack(log);
          unreadable =
              new ArchiveException(
                  "the spool " + log.path() + " cannot be read (" + failure + ")", failure);
        } catch (SQLException failure) {
          takeBack(log);
          throw Sqlite.unusable(home.hot(), failure);
        } catch (ArchiveException | RuntimeException failure) {
          takeBack(log);
          throw failure;
        }
      }
    }
    recordRetention();
    recordErasures();
    sign(false);
    tellUnwitnessed();
    if (isDue() && sign(true)) {
      sealSigned();
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return taken;
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

  /**
   * Seals what the hot file holds, save for open transactions.
   *
   * @throws ArchiveException also if the ledger cannot sign: what was sealed could not be signed
   *     any more
   */
  public void seal() throws ArchiveException {
    if (!sign(true)) {
      throw new ArchiveException(ledger.problem(), null);
    }
    sealSigned();
  }

  /**
   * Goes over to a new key for the ledger; the next checkpoint, signed at once, bears both
   * signatures.
   *
   * @throws ArchiveException if the ledger cannot sign
   */
  public void rotateKey() throws ArchiveException {
    try {
      ledger.rotate(epochMicros.getAsLong());
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /**
   * Records something in the ledger that an auditor must know; it is signed with the next
   * checkpoint, at the latest when this is closed.
   */
  public void record(LedgerEvent event) throws ArchiveException {
    try {
      new HotLeaves(hot).record(event);
      ledger.committed();
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /** What was done since the archive was opened. */
  public ArchiverProgress progress() {
    return tally.progress(hot.records(), backlogBytes());
  }

  @Override
  public void close() throws ArchiveException {
    drains.values().forEach(LogDrain::close);
    drains.clear();
    try {
      sign(true);
      if (witnesses != null) {
        witnesses.close();
      }
      tellUnwitnessed();
      hot.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } finally {
      release(lock);
    }
  }

  /** Null if the file that names them cannot be used, which is told. */
  private Witnesses startWitnesses() {
    try {
      return Witnesses.start(home.tlog(), home.witnesses(), unwitnessed::add);
    } catch (IOException | NoteException unusable) {
      unwitnessed.add(home.witnesses() + " cannot be used: " + unusable.getMessage());
      return null;
    }
  }

  private void tellUnwitnessed() {
    for (String sentence = unwitnessed.poll(); sentence != null; sentence = unwitnessed.poll()) {
      tally.tell(false, sentence);
    }
    tally.commit();
  }

  private void sealSigned() throws ArchiveException {
    long number = sealer.seal();
    if (number > 0) {
      ledger.committed();
      tally.sealed(number);
      describeSegments();
    }
  }

  /** Signs what is not signed, all of it or if it is time; false, and told, if that failed. */
  private boolean sign(boolean all) {
    long now = epochMicros.getAsLong();
    try {
      if (all) {
        ledger.signAll(now);
      } else {
        ledger.tick(now);
      }
      return true;
    } catch (LedgerException failure) {
      tell(failure.getMessage());
      return false;
    }
  }

  /** Tells of a problem, and not again at once if it stays. */
  private void tell(String problem) {
    long now = epochMicros.getAsLong();
    boolean isTold = problem.equals(toldProblem) && Math.abs(now - toldMicros) < RETELL_MICROS;
    if (!isTold) {
      tally.tell(true, problem);
      tally.commit();
      toldProblem = problem;
      toldMicros = now;
    }
  }

  /** Takes holds and prunes, which may be another process's, into the ledger. */
  private void recordRetention() {
    try {
      retention.recordNew(this::record);
    } catch (ArchiveException failure) {
      tell(failure.getMessage());
    }
  }

  /** Takes erasures, which may be another process's, into the ledger. */
  private void recordErasures() {
    try {
      tenantKeys.recordNew(
          new TenantKeyStore.Recorder() {
            @Override
            public void record(LedgerEvent event) throws ArchiveException {
              Archiver.this.record(event);
            }

            @Override
            public void makeDurable() throws ArchiveException {
              sync();
            }
          });
    } catch (ArchiveException failure) {
      tell(failure.getMessage());
    }
  }

  private void sync() throws ArchiveException {
    try {
      hot.sync();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }

  /** Spares readers the look into every segment; they can do without. */
  private void describeSegments() {
    try {
      SegmentManifest.refresh(home);
    } catch (IOException failure) {
      tally.tell(false, home.manifest() + " cannot be written (" + failure + ")");
      tally.commit();
    }
  }

  private Iterable<SpoolLog> logs() throws ArchiveException {
    try {
      return SpoolDirectory.logs(home.spool());
    } catch (IOException failure) {
      throw new ArchiveException(
          "the spool below " + home.spool() + " cannot be read (" + failure + ")", failure);
    }
  }

  private int drain(SpoolLog log) throws SQLException, IOException, ArchiveException {
    LogDrain drain = drains.get(log);
    if (drain == null) {
      drain = new LogDrain(log, hot, tenantKeys, tally, epochMicros);
      drains.put(log, drain);
    }
    int taken = 0;
    try {
      taken = drain.drain(options.batchRecords());
    } catch (SpoolFormatException otherVersion) {
      refused.add(log);
      tally.tell(true, log.path() + ": " + otherVersion.getMessage());
      tally.commit();
    }
    ledger.committed();
    drain.removeArchived();
    if (drain.isFinished()) {
      drains.remove(log);
    }
    return taken;
  }

  /** Forgets what was not committed; the log is read again from where the archive says. */
  private void takeBack(SpoolLog log) throws ArchiveException {
    LogDrain drain = drains.remove(log);
    if (drain != null) {
      drain.close();
    }
    tally.rollback();
    try {
      hot.rollback();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }

  /**
   * By what came since the last time, and by when it came: neither an old backlog nor a transaction
   * that stays open may make a segment of every batch.
   */
  private boolean isDue() {
    long came = hot.recordsSinceSeal();
    return came >= options.sealRecords()
        || came > 0
            && hot.sinceMicros() > 0
            && epochMicros.getAsLong() - hot.sinceMicros() >= options.sealAgeMillis() * 1_000;
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

  private static void giveUp(HotFile hot, ArchiverLock lock) {
    try (lock) {
      if (hot != null) {
        hot.close();
      }
    } catch (IOException | SQLException gone) {
      // It is being given up because of an earlier failure, which is the one to report.
    }
  }

  private static void release(ArchiverLock lock) {
    try {
      lock.close();
    } catch (IOException gone) {
      // The lock goes with the process at the latest.
    }
  }
}
