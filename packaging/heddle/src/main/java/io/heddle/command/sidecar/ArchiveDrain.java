package io.heddle.command.sidecar;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ArchiverProgress;
import io.heddle.audit.archive.resolve.PostgresServers;
import io.heddle.audit.archive.resolve.Resolver;
import io.heddle.command.cli.CommandFailure;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Drains into the archive of a home. */
final class ArchiveDrain implements Drain {
  /** An audit query archives before it answers: it is at the archive for a moment only. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PATIENCE_POLL = Duration.ofMillis(100);
  private static final Logger LOG = LogManager.getLogger(ArchiveDrain.class);

  private final Archiver archiver;
  private final Pruning pruning;
  private final Resolver resolver;

  /**
   * Volatile, because pages are served by another thread; one record, so that they are of a time.
   */
  private volatile ArchiverProgress progress;

  private ArchiveDrain(Archiver archiver, Pruning pruning, Resolver resolver) {
    this.archiver = archiver;
    this.pruning = pruning;
    this.resolver = resolver;
    progress = archiver.progress();
  }

  /**
   * Opens the archive of {@code home}, and makes it if there is none.
   *
   * @throws CommandFailure if it cannot be written, or somebody else writes to it for long
   */
  static ArchiveDrain open(Path home, Settings settings) {
    ArchiveOptions options =
        new ArchiveOptions(
            ArchiveOptions.DEFAULT.batchRecords(),
            settings.count(Setting.ARCHIVE_SEAL_RECORDS),
            settings.millis(Setting.ARCHIVE_SEAL_AGE),
            settings.millis(Setting.RESOLVE_PATIENCE));
    String passwordFile = settings.text(Setting.RESOLVE_PASSWORD_FILE);
    PostgresServers databases =
        new PostgresServers(
            settings.list(Setting.RESOLVE_URLS),
            settings.text(Setting.RESOLVE_USER),
            passwordFile.isEmpty() ? null : Path.of(passwordFile));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return new ArchiveDrain(
            Archiver.open(home, options, ArchiveDrain::log),
            Pruning.of(home, settings),
            new Resolver(databases));
      } catch (ArchiveException e) {
        if (System.nanoTime() - deadline > 0) {
          throw new CommandFailure(e.getMessage(), "'heddle doctor' says more.", e);
        }
        LockSupport.parkNanos(PATIENCE_POLL.toNanos());
      }
    }
  }

  private static void log(boolean severe, String message) {
    if (severe) {
      LOG.error(message);
    } else {
      LOG.info(message);
    }
  }

  @Override
  public long run() throws IOException {
    try {
      long drained = archiver.drainOnce();
      resolver.run(archiver);
      if (pruning.runIfDue()) {
        archiver.thinCheckpoints();
      }
      return drained;
    } catch (ArchiveException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      progress = archiver.progress();
    }
  }

  @Override
  public Totals totals() {
    ArchiverProgress now = progress;
    return new Totals(
        now.recordsArchived(),
        now.duplicates(),
        now.conflicts(),
        now.recordsLost(),
        now.damages(),
        now.segmentsSealed(),
        pruning.segments(),
        now.lastRecordEpochMicros());
  }

  @Override
  public long backlogBytes() {
    return progress.backlogBytes();
  }

  @Override
  public void close() throws IOException {
    try {
      archiver.close();
    } catch (ArchiveException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
