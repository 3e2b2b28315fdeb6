package io.heddle.audit.archive;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.NativeLibrary;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Moves records from spools into the archive, each once.
 *
 * <p>Records and the position behind them are committed in one transaction, so an archiver that is
 * killed anywhere goes on where it stopped. A spool's segment is removed only after the archive has
 * been made durable. What is archived is signed by the ledger, within a second while records come.
 * One thread; one archiver for each home, which a lock enforces.
 */
public final class Archiver implements AutoCloseable {
  private final ArchiveHome home;
  private final ArchiveOptions options;
  private final ArchiverLock lock;
  private final HotFile hot;
  private final Tally tally;
  private final LedgerKeeper ledger;
  private final Sealing sealing;
  private final LogDrains drains;
  private final Doubts doubts;

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
    this.lock = lock;
    this.hot = hot;
    tally = new Tally(events);
    TenantKeyStore keys = new TenantKeyStore(home);
    ledger = new LedgerKeeper(home, hot, keys, signed, tally, epochMicros);
    sealing = new Sealing(home, options, hot, tally, epochMicros);
    drains = new LogDrains(home, hot, keys, tally, epochMicros);
    doubts = new Doubts(home, hot, tally, epochMicros);
  }

  /**
   * Opens the archive of a home directory for writing, and makes it if there is none.
   *
   * @throws UnwritableArchiveException if this account may not write to it; nothing is changed then
   * @throws ArchiveException if another archiver is at it, or its files cannot be used
   */
  public static Archiver open(Path homeDirectory, ArchiveOptions options, ArchiveEvents events)
      throws ArchiveException {
    return open(homeDirectory, options, events, () -> System.currentTimeMillis() * 1_000);
  }

  static Archiver open(
      Path homeDirectory, ArchiveOptions options, ArchiveEvents events, LongSupplier epochMicros)
      throws ArchiveException {
    NativeLibrary.mayBeUnpackedBelow(homeDirectory);
    ArchiveHome home = new ArchiveHome(homeDirectory);
    if (Files.exists(home.hot()) && !Files.isWritable(home.hot())) {
      throw new UnwritableArchiveException(
          "no write access to " + home.hot() + ", which this needs", null);
    }
    ArchiverLock lock = ArchiverLock.take(home.lock());
    HotFile hot = null;
    try {
      SignedState signed = SignedState.recover(home.tlog(), new LedgerKeys(home.path()));
      hot = HotFile.open(home, signed.size());
      Archiver archiver = new Archiver(home, options, events, epochMicros, lock, hot, signed);
      archiver.sealing.recover();
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
    for (SpoolLog log : drains.logs()) {
      try {
        taken += drains.drain(log, options.batchRecords(), ledger::committed);
        ledger.signIfDue(); // with many logs a round may take longer than a second
      } catch (IOException failure) {
        // The other logs must not wait for this one to be mended.
        unreadable =
            new ArchiveException(
                "the spool " + log.path() + " cannot be read (" + failure + ")", failure);
      }
    }
    doubts.giveUp(options.doubtMillis());
    ledger.committed();
    ledger.recordRetention();
    ledger.recordErasures();
    ledger.signIfDue();
    ledger.tellUnwitnessed();
    finishSealing();
    if (sealing.isDue() && ledger.signAll()) {
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
   * Signs what was archived and is not signed yet, without waiting until it is time.
   *
   * @throws ArchiveException if the ledger cannot sign
   */
  public void sign() throws ArchiveException {
    if (!ledger.signAll()) {
      throw new ArchiveException(ledger.problem(), null);
    }
  }

  /**
   * Seals what the hot file holds, save for open transactions.
   *
   * @throws ArchiveException also if the ledger cannot sign: what was sealed could not be signed
   *     any more
   */
  public void seal() throws ArchiveException {
    finishSealing();
    sign();
    sealSigned();
  }

  /**
   * Goes over to a new key for the ledger; the next checkpoint, signed at once, bears both
   * signatures.
   *
   * @throws ArchiveException if the ledger cannot sign
   */
  public void rotateKey() throws ArchiveException {
    ledger.rotateKey();
  }

  /**
   * Begins a new ledger, because what was signed before is gone; recorded in it and signed at once.
   *
   * @throws ArchiveException if nothing is gone, or the ledger cannot sign
   */
  public void beginLedger(String by, String reason) throws ArchiveException {
    ledger.begin(by, reason);
  }

  /** Why nothing is signed; empty if all is well. */
  public String unsigned() {
    return ledger.problem();
  }

  /**
   * Records something in the ledger that an auditor must know; it is signed with the next
   * checkpoint, at the latest when this is closed.
   */
  public void record(LedgerEvent event) throws ArchiveException {
    ledger.record(event);
  }

  /**
   * Thins the checkpoints of days more than a month ago out; for whoever prunes. What is beyond the
   * limits otherwise is pruned by {@link io.heddle.audit.archive.retention.Retention}.
   *
   * @return how many were removed
   */
  public long thinCheckpoints() throws ArchiveException {
    return ledger.thinCheckpoints();
  }

  /**
   * The transactions whose processes died between intent and outcome, the oldest first: their
   * records stay PENDING until {@link #resolve}, or until they are given up.
   */
  public List<Doubt> doubts() throws ArchiveException {
    return doubts.all();
  }

  /**
   * Decides a transaction in doubt for good, and records who said so.
   *
   * @param outcome COMMITTED or ROLLED_BACK, or UNKNOWN if nobody will ever tell
   * @param how a sentence
   */
  public void resolve(Doubt doubt, Outcome outcome, String how) throws ArchiveException {
    doubts.resolve(doubt, outcome, how);
    ledger.committed();
  }

  /** What was done since the archive was opened. */
  public ArchiverProgress progress() {
    return tally.progress(hot.records(), drains.backlogBytes());
  }

  @Override
  public void close() throws ArchiveException {
    drains.close();
    try {
      ledger.close();
      hot.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } finally {
      release(lock);
    }
  }

  private void finishSealing() throws ArchiveException {
    if (sealing.isInterrupted()) {
      sealing.recover();
      ledger.committed();
    }
  }

  private void sealSigned() throws ArchiveException {
    sealing.seal();
    ledger.committed(); // the segment's seal is the next leaf
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
