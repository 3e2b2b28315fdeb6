package io.heddle.audit.archive;

import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Sealer;
import io.heddle.audit.archive.store.SegmentManifest;
import java.io.IOException;
import java.util.function.LongSupplier;

/** When the hot file is sealed, and what is told of it. One thread. */
final class Sealing {
  private final ArchiveHome home;
  private final ArchiveOptions options;
  private final HotFile hot;
  private final Tally tally;
  private final LongSupplier epochMicros;
  private final Sealer sealer;

  /** Whether the last sealing may have failed between two of its steps. */
  private boolean isInterrupted;

  Sealing(
      ArchiveHome home,
      ArchiveOptions options,
      HotFile hot,
      Tally tally,
      LongSupplier epochMicros) {
    this.home = home;
    this.options = options;
    this.hot = hot;
    this.tally = tally;
    this.epochMicros = epochMicros;
    sealer = new Sealer(home, hot);
  }

  /** Finishes or undoes what a crash has interrupted. */
  void recover() throws ArchiveException {
    sealer.recover();
    isInterrupted = false;
    describeSegments();
  }

  /** Whether {@link #recover} must finish the last sealing, which has failed, before the next. */
  boolean isInterrupted() {
    return isInterrupted;
  }

  /**
   * By what came since the last time, and by when it came: neither an old backlog nor a transaction
   * that stays open may make a segment of every batch.
   */
  boolean isDue() {
    long came = hot.recordsSinceSeal();
    return came >= options.sealRecords()
        || came > 0
            && hot.sinceMicros() > 0
            && epochMicros.getAsLong() - hot.sinceMicros() >= options.sealAgeMillis() * 1_000;
  }

  /** Seals what the hot file holds, save for open transactions; all of it must be signed. */
  void seal() throws ArchiveException {
    isInterrupted = true;
    long number = sealer.seal();
    isInterrupted = false;
    if (number > 0) {
      tally.sealed(number);
      describeSegments();
    }
  }

  /** Spares readers the look into every segment; they can do without. */
  private void describeSegments() {
    try {
      SegmentManifest.refresh(home);
    } catch (IOException failure) {
      tally.tellNow(false, home.manifest() + " cannot be written (" + failure + ")");
    }
  }
}
