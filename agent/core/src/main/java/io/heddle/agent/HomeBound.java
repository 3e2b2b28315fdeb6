package io.heddle.agent;

import io.heddle.agent.audit.NoteDetail;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.ended.EndedRuns;
import io.heddle.audit.spool.ended.GivenUpRun;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds what ended runs leave in the home while nobody archives them, so that a JVM that is
 * started again and again does not fill the disk.
 */
final class HomeBound {
  /** What the note says that happened. */
  static final String WHAT = "RUN_GIVEN_UP";

  private static final String KEEP = "keep";

  /** The home holds as much as it may, and nothing is to be given up. */
  private static final class HomeFullException extends IOException {
    private static final long serialVersionUID = 1;

    HomeFullException(String message) {
      super(message);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }

  private final Settings settings;
  private final StartupLog log;
  private final EndedRuns ended;

  HomeBound(Settings settings, StartupLog log) {
    this.settings = settings;
    this.log = log;
    this.ended = new EndedRuns(settings.path(Setting.HOME));
  }

  /**
   * Refuses where the home is full and nothing is to be given up.
   *
   * @throws IOException if it is, or if that cannot be told
   */
  void requireRoom() throws IOException {
    if (!keepsAll()) {
      return;
    }
    ended.removeUnused();
    long bytes = ended.sizeBytes();
    if (bytes > mostBytes()) {
      throw new HomeFullException(
          "runs that have ended take " + bytes + " bytes, " + mostBytes() + " are allowed");
    }
  }

  /** What to do about a spool that cannot be opened. */
  String remedy(IOException failure) {
    return failure instanceof HomeFullException
        ? "Archive them (start heddle sidecar, or run heddle audit query once), raise "
            + Setting.SPOOL_HOME_MAX_BYTES.key()
            + ", or set "
            + Setting.SPOOL_HOME_FULL.key()
            + " to drop-oldest"
        : "Set heddle.home to a writable directory";
  }

  /** Removes what recorded nothing, and the oldest of the rest that is too much; records it. */
  void enforce(SpoolWriter own) {
    if (keepsAll()) {
      return; // there was room, or this would not be open
    }
    try {
      ended.removeUnused();
      ended.giveUpBeyond(mostBytes()).forEach(run -> record(own, run));
    } catch (IOException | RuntimeException failure) {
      log.warn("what ended runs left could not be looked through (" + failure + ")");
    }
  }

  private void record(SpoolWriter own, GivenUpRun run) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("node", run.node());
    detail.put("boot", Long.toHexString(run.boot()));
    detail.put("operations", run.operations());
    detail.put("bytes", run.bytes());
    own.note(WHAT, NoteDetail.json(detail));
    own.lost(LossReason.BUDGET, run.operations());
    log.warn(
        "a run that ended was given up with its "
            + run.operations()
            + " operations, because all of them take more than "
            + Setting.SPOOL_HOME_MAX_BYTES.key()
            + "; start heddle sidecar to have them archived");
  }

  private long mostBytes() {
    return settings.bytes(Setting.SPOOL_HOME_MAX_BYTES);
  }

  private boolean keepsAll() {
    return settings.text(Setting.SPOOL_HOME_FULL).equalsIgnoreCase(KEEP);
  }
}
