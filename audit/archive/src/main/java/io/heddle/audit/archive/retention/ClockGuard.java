package io.heddle.audit.archive.retention;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a clock that jumped forward from pruning everything. Whoever archives notes the latest time
 * that is plausible: it goes on from what was noted before, and within a process no faster than the
 * monotonic clock. Who prunes by age compares.
 *
 * <p>The mark never goes back. It is advice for who prunes and no evidence; it is not in the
 * ledger. One thread.
 */
public final class ClockGuard {
  /** So long nobody may have archived without an operator's word that it was so. */
  public static final Duration LONGEST_REST = Duration.ofDays(7);

  /** How far the clock may run ahead of the mark while somebody archives. */
  public static final Duration AT_WORK = Duration.ofHours(2);

  /** A step of the clock, by an hour of daylight saving too, is no jump. */
  private static final long STEP_MICROS = TimeUnit.HOURS.toMicros(1);

  private static final long NOTE_EVERY_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final String HEAD = "heddle clock 1\n";

  private final ArchiveHome home;
  private boolean hasBegun;

  /** The last plausible time, and when that was. */
  private long wallMicros;

  private long nanoTime;
  private long notedMicros;

  /** Of the archive of a home directory. */
  public ClockGuard(ArchiveHome home) {
    this.home = home;
  }

  /**
   * Notes the time if it is plausible; for whoever archives, again and again.
   *
   * @param nowNanos monotonic, from any origin
   */
  public void advance(long nowMicros, long nowNanos) throws ArchiveException {
    if (!hasBegun) {
      Optional<Long> mark = mark();
      if (mark.isPresent() && isAhead(nowMicros, mark.get(), LONGEST_REST)) {
        return; // until somebody who prunes says that it is so
      }
      hasBegun = true;
    } else if (nowMicros - wallMicros > (nowNanos - nanoTime) / 1_000 + STEP_MICROS) {
      return; // it jumped; once it is put right it goes on
    }
    wallMicros = nowMicros;
    nanoTime = nowNanos;
    if (nowMicros - notedMicros >= NOTE_EVERY_MICROS) {
      note(nowMicros);
      notedMicros = nowMicros;
    }
  }

  /**
   * Why nothing should be pruned for its age now; empty if the clock is plausible.
   *
   * @param rest how long ago the mark may be
   */
  public Optional<String> refusal(long nowMicros, Duration rest) throws ArchiveException {
    Optional<Long> mark = mark();
    if (mark.isEmpty() || !isAhead(nowMicros, mark.get(), rest)) {
      return Optional.empty();
    }
    return Optional.of(
        "the clock says "
            + second(nowMicros)
            + ", but this archive last knew it was "
            + second(mark.get())
            + ": if the clock is wrong, records would be pruned that are not old");
  }

  /** Takes an operator's word that it is this late. */
  public void accept(long nowMicros) throws ArchiveException {
    note(nowMicros);
  }

  /** What was noted last; else when the newest checkpoint was signed; empty if nothing is known. */
  private Optional<Long> mark() throws ArchiveException {
    Path file = home.clock();
    try {
      String text = Files.readString(file, US_ASCII);
      if (text.startsWith(HEAD)) {
        return Optional.of(Long.parseLong(text.substring(HEAD.length()).strip()));
      }
      throw new NumberFormatException(text.strip());
    } catch (NoSuchFileException none) {
      return signed();
    } catch (IOException | NumberFormatException unusable) {
      throw new ArchiveException(
          file
              + " cannot be used ("
              + unusable.getMessage()
              + "); remove it, and look at the clock",
          unusable);
    }
  }

  private Optional<Long> signed() throws ArchiveException {
    Path checkpoint = home.tlog().resolve("checkpoint");
    try {
      return Optional.of(Files.getLastModifiedTime(checkpoint).to(TimeUnit.MICROSECONDS));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new ArchiveException(checkpoint + " cannot be looked at (" + failure + ")", failure);
    }
  }

  /** Never earlier than what was noted before. */
  private void note(long micros) throws ArchiveException {
    try {
      if (Files.exists(home.clock()) && mark().orElse(Long.MIN_VALUE) >= micros) {
        return;
      }
      Path made = home.archive().resolve("clock." + ProcessHandle.current().pid() + ".building");
      Files.writeString(made, HEAD + micros + "\n", US_ASCII);
      Files.move(made, home.clock(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new ArchiveException(home.clock() + " cannot be written (" + failure + ")", failure);
    }
  }

  private static boolean isAhead(long nowMicros, long markMicros, Duration rest) {
    return nowMicros - markMicros > TimeUnit.MILLISECONDS.toMicros(rest.toMillis());
  }

  private static Instant second(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)).truncatedTo(ChronoUnit.SECONDS);
  }
}
