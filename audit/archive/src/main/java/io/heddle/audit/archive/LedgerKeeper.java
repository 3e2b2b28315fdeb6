package io.heddle.audit.archive;

import io.heddle.audit.archive.ledger.Ledger;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerException;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.retention.ClockGuard;
import io.heddle.audit.archive.retention.LedgerPruning;
import io.heddle.audit.archive.retention.RetentionEvents;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.tlog.CheckpointThinning;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.witness.Witnesses;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Keeps what is archived signed and witnessed, and puts into the ledger what retention and erasure
 * did. Trouble with the ledger is told and does not keep anybody from archiving. One thread.
 */
final class LedgerKeeper implements AutoCloseable {
  /** So long every checkpoint is kept: one that somebody has noted is found again. */
  private static final int CHECKPOINTS_KEPT_DAYS = 30;

  private final Ledger ledger;
  private final HotLeaves leaves;
  private final RetentionEvents retention;
  private final ClockGuard clock;
  private final LedgerPruning pruning;
  private final CheckpointThinning thinning;
  private final TenantKeyStore keys;
  private final Tally tally;
  private final Problems problems;
  private final LongSupplier epochMicros;
  private final Optional<Witnesses> witnesses;

  /** Whether no tile is left of what was pruned, as far as is known. */
  private boolean hasPrunedTiles;

  /** What witnesses' thread has to say. */
  private final Queue<String> unwitnessed = new ConcurrentLinkedQueue<>();

  /** What a witness has seen and the log has not; null if nothing. Set by the witnesses' thread. */
  private volatile String lost;

  LedgerKeeper(
      ArchiveHome home,
      HotFile hot,
      TenantKeyStore keys,
      SignedState signed,
      Tally tally,
      LongSupplier epochMicros) {
    this.keys = keys;
    this.tally = tally;
    this.epochMicros = epochMicros;
    leaves = new HotLeaves(hot);
    ledger =
        new Ledger(
            home.tlog(), new LedgerKeys(home.path()), signed, leaves, epochMicros.getAsLong());
    retention = new RetentionEvents(home);
    clock = new ClockGuard(home);
    pruning = new LedgerPruning(home);
    thinning = new CheckpointThinning(home.tlog());
    problems = new Problems(tally, epochMicros);
    witnesses = startWitnesses(home);
    if (!ledger.problem().isEmpty()) {
      problems.tell(ledger.problem());
    }
  }

  /** Takes the leaves that were committed. */
  void committed() {
    ledger.committed();
  }

  /** Signs if it is time. */
  void signIfDue() {
    try {
      ledger.tick(epochMicros.getAsLong());
    } catch (LedgerException failure) {
      problems.tell(failure.getMessage());
    }
  }

  /** Signs all that is not signed; false, and told, if that failed. */
  boolean signAll() {
    try {
      ledger.signAll(epochMicros.getAsLong());
      return true;
    } catch (LedgerException failure) {
      problems.tell(failure.getMessage());
      return false;
    }
  }

  /** Why nothing is signed; empty if all is well. */
  String problem() {
    return ledger.problem();
  }

  /** Goes over to a new key, and signs with both. */
  void rotateKey() throws ArchiveException {
    try {
      ledger.rotate(epochMicros.getAsLong());
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /** Begins a new log, because what was signed before is gone. */
  void begin(String by, String reason) throws ArchiveException {
    try {
      lost = null;
      ledger.begin(epochMicros.getAsLong(), by, reason);
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /** Records an event of the archive itself; it is signed with the next checkpoint. */
  void record(LedgerEvent event) throws ArchiveException {
    try {
      leaves.record(event);
      ledger.committed();
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /**
   * Takes holds and prunes, which may be another process's, into the ledger, and removes its tiles
   * of what was pruned.
   */
  void recordRetention() {
    try {
      clock.advance(epochMicros.getAsLong(), System.nanoTime());
      boolean hasPruned = retention.recordNew(this::record);
      if (hasPruned || !hasPrunedTiles) {
        pruneTiles(hasPruned);
        hasPrunedTiles = true;
      }
    } catch (ArchiveException failure) {
      hasPrunedTiles = false;
      problems.tell(failure.getMessage());
    }
  }

  /** Declared and signed first: who verifies must not find a gap that nothing explains. */
  private void pruneTiles(boolean isNews) throws ArchiveException {
    Optional<MinimumIndex> due = pruning.due(isNews, firstLeaf());
    if (due.isPresent()) {
      record(due.get().note(epochMicros.getAsLong()));
      if (signAll()) {
        pruning.remove(due.get());
      }
    }
  }

  /**
   * Thins the checkpoints of old days out, which is declared and signed first.
   *
   * @return how many were removed
   */
  long thinCheckpoints() throws ArchiveException {
    long now = epochMicros.getAsLong();
    LocalDate before =
        LocalDate.ofInstant(Instant.ofEpochMilli(now / 1_000), ZoneOffset.UTC)
            .minusDays(CHECKPOINTS_KEPT_DAYS);
    try {
      long removed = thinning.countBefore(before);
      if (removed > 0) {
        String detail = "{\"before\":\"" + before + "\",\"removed\":" + removed + "}";
        record(new LedgerEvent.Noted(now, "CHECKPOINTS_THINNED", detail));
        if (!signAll()) {
          return 0;
        }
        thinning.thinBefore(before);
      }
      return removed;
    } catch (IOException failure) {
      throw new ArchiveException(
          "old checkpoints cannot be thinned out (" + failure + "); it is tried again", failure);
    }
  }

  private long firstLeaf() throws ArchiveException {
    try {
      return leaves.firstLeaf();
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /** Takes erasures, which may be another process's, into the ledger. */
  void recordErasures() {
    try {
      keys.recordNew(
          new TenantKeyStore.Recorder() {
            @Override
            public void record(LedgerEvent event) throws ArchiveException {
              LedgerKeeper.this.record(event);
            }

            @Override
            public void makeDurable() throws ArchiveException {
              LedgerKeeper.this.makeDurable();
            }
          });
    } catch (ArchiveException failure) {
      problems.tell(failure.getMessage());
    }
  }

  /** Tells what witnesses had to say. */
  void tellUnwitnessed() {
    for (String sentence = unwitnessed.poll(); sentence != null; sentence = unwitnessed.poll()) {
      tally.tellNow(false, sentence);
    }
    String seen = lost;
    if (seen != null) {
      ledger.stop(seen);
      problems.tell(ledger.problem());
    }
  }

  /** Signs and has witnessed what is not yet. */
  @Override
  public void close() {
    signAll();
    witnesses.ifPresent(Witnesses::close);
    tellUnwitnessed();
  }

  private void makeDurable() throws ArchiveException {
    try {
      leaves.makeDurable();
    } catch (LedgerException failure) {
      throw new ArchiveException(failure.getMessage(), failure);
    }
  }

  /** None if the file that names them cannot be used, which is told. */
  private Optional<Witnesses> startWitnesses(ArchiveHome home) {
    try {
      return Optional.of(
          Witnesses.start(home.tlog(), home.witnesses(), unwitnessed::add, seen -> lost = seen));
    } catch (IOException | NoteException unusable) {
      unwitnessed.add(home.witnesses() + " cannot be used: " + unusable.getMessage());
      return Optional.empty();
    }
  }
}
