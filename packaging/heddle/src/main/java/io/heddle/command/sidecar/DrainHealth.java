package io.heddle.command.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether archiving goes well, and if not, why.
 *
 * <p>The draining thread reports; any thread asks.
 */
final class DrainHealth {
  /** No drain ended for so long: something hangs. */
  static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  /** Below this a spool segment or a checkpoint of the archive may not fit any more. */
  static final long LEAST_FREE_BYTES = 64L << 20;

  /**
   * A backlog that grew this often in a row, once it is worth a spool segment, will not go away.
   */
  static final int GROWTHS_IN_A_ROW = 10;

  static final long BACKLOG_WORTH_MENTIONING_BYTES = 16L << 20;

  private final LongSupplier nanoTime;
  private final LongSupplier freeBytes;

  private volatile long lastEndNanoTime;
  private volatile String failure = "";
  private volatile long errors;
  private volatile long backlogBytes;
  private volatile int growths;

  DrainHealth(LongSupplier nanoTime, LongSupplier freeBytes) {
    this.nanoTime = nanoTime;
    this.freeBytes = freeBytes;
    lastEndNanoTime = nanoTime.getAsLong();
  }

  /** With this machine's clock, and the disk that {@code home} is on. */
  static DrainHealth of(Path home) {
    return new DrainHealth(
        System::nanoTime,
        () -> {
          try {
            return Files.getFileStore(home).getUsableSpace();
          } catch (IOException unknown) {
            return Long.MAX_VALUE;
          }
        });
  }

  /** A drain ended well and left so much in the spool; the draining thread alone. */
  void succeeded(long backlog) {
    growths = backlog > backlogBytes ? growths + 1 : 0;
    backlogBytes = backlog;
    failure = "";
    lastEndNanoTime = nanoTime.getAsLong();
  }

  /** A drain failed; the draining thread alone. */
  void failed(Exception e) {
    failure = e.getMessage() == null ? e.toString() : e.getMessage();
    errors++;
    lastEndNanoTime = nanoTime.getAsLong();
  }

  /** How many drains have failed. */
  long errors() {
    return errors;
  }

  /** What the last drain that ended well left in the spool. */
  long backlogBytes() {
    return backlogBytes;
  }

  /** What is wrong, a sentence each; empty if all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!failure.isEmpty()) {
      problems.add("archiving fails: " + failure);
    }
    long silentSeconds = (nanoTime.getAsLong() - lastEndNanoTime) / 1_000_000_000;
    if (silentSeconds >= STUCK_AFTER.toSeconds()) {
      problems.add("the archiver is stuck: no drain has ended for " + silentSeconds + " s");
    }
    if (growths >= GROWTHS_IN_A_ROW && backlogBytes > BACKLOG_WORTH_MENTIONING_BYTES) {
      problems.add(
          "the backlog is growing: "
              + (backlogBytes >> 20)
              + " MiB in the spool, more after each of the last "
              + growths
              + " drains");
    }
    long free = freeBytes.getAsLong();
    if (free < LEAST_FREE_BYTES) {
      problems.add(
          "the disk is full: "
              + (free >> 20)
              + " MiB left, "
              + (LEAST_FREE_BYTES >> 20)
              + " MiB are needed");
    }
    return problems;
  }
}
