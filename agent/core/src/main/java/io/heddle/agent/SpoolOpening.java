package io.heddle.agent;

import io.heddle.agent.audit.AuditSink;
import io.heddle.agent.operation.EpochClock;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens the spool, however long that takes: a home directory that cannot be written to now may be
 * mounted or mended later, and until then records wait, or are counted as lost.
 */
final class SpoolOpening {
  /**
   * A system property that {@code heddle attach} and {@code heddle doctor} read: {@code open} and
   * the folder, {@code failed} and the reason, or {@code off}.
   */
  static final String PROPERTY = "io.heddle.agent.spool";

  private static final long RETRY_NANOS = 5_000_000_000L;

  /** The first file of an application that has recorded little yet. */
  private static final int FIRST_BYTES = 512 << 10;

  /** So many records that wait fit into the first file even if each is long. */
  private static final int FEW_WAITING = 20;

  private final Settings settings;
  private final String service;
  private final EpochClock clock;
  private final StartupLog log;

  SpoolOpening(Settings settings, String service, EpochClock clock, StartupLog log) {
    this.settings = settings;
    this.service = service;
    this.clock = clock;
    this.log = log;
  }

  /**
   * The open spool; tries again every five seconds, saying so once.
   *
   * @param audit is told why commits that must be recorded cannot be
   */
  SpoolWriter open(AuditSink audit) {
    Path root = settings.path(Setting.HOME).resolve("spool");
    HomeBound bound = new HomeBound(settings, log);
    tellIfTooSmall();
    for (boolean told = false; ; told = true) {
      try {
        bound.requireRoom();
        SpoolWriter spool = SpoolWriter.open(options(root, audit.waiting()), clock, log);
        if (told) {
          log.warn("the spool below " + root + " is open now");
        }
        System.setProperty(PROPERTY, "open " + spool.directory());
        return spool;
      } catch (IOException failure) {
        audit.cannotOpen(failure);
        System.setProperty(
            PROPERTY, "failed the spool below " + root + " cannot be opened (" + failure + ")");
        if (!told) {
          log.warn(
              "the spool below "
                  + root
                  + " cannot be opened ("
                  + failure
                  + "); nothing is audited until it can. "
                  + bound.remedy(failure));
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
  }

  /**
   * A spool for a note or two, as small as one can be.
   *
   * @throws IOException if it cannot be opened now
   */
  SpoolWriter openForANote() throws IOException {
    Path root = settings.path(Setting.HOME).resolve("spool");
    return SpoolWriter.open(options(root, 0, 0, 0), clock, log);
  }

  private SpoolOptions options(Path root, int waiting) {
    int largest = (int) Math.min(Integer.MAX_VALUE, settings.bytes(Setting.SPOOL_SEGMENT_BYTES));
    return options(
        root,
        settings.bytes(Setting.SPOOL_MAX_BYTES),
        largest,
        waiting > FEW_WAITING ? largest : FIRST_BYTES);
  }

  /** With less than two files none could be made ready beside the one in use. */
  private void tellIfTooSmall() {
    long most = settings.bytes(Setting.SPOOL_MAX_BYTES);
    long segmentBytes = settings.bytes(Setting.SPOOL_SEGMENT_BYTES);
    long least = SpoolOptions.FEWEST_SEGMENTS * segmentBytes;
    if (most < least) {
      log.warn(
          Setting.SPOOL_MAX_BYTES.key()
              + " is "
              + most
              + "; expected at least two files of "
              + Setting.SPOOL_SEGMENT_BYTES.key()
              + ", which is "
              + segmentBytes
              + "; "
              + least
              + " holds");
    }
  }

  private SpoolOptions options(Path root, long maxBytes, int segmentBytes, int firstBytes) {
    Identity identity = Identity.of(settings);
    return new SpoolOptions(
        root,
        identity.node(),
        identity.boot(),
        service,
        AgentRuntime.VERSION,
        maxBytes,
        segmentBytes,
        firstBytes);
  }
}
