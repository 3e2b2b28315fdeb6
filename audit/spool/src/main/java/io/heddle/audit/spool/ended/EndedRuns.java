package io.heddle.audit.spool.ended;

import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.home.ArchiverPresence;
import io.heddle.audit.spool.home.VanishingRun;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The runs below a home that have ended and that nobody has archived yet. While an archiver is at
 * work there it frees the disk, and nothing here is touched. One thread; reads and removes files.
 */
public final class EndedRuns {
  /** What the note says by which a run tells that it may record. */
  private static final String MAY_RECORD = "\"enabled\":true";

  private final Path home;
  private final Path spool;

  /** The runs of that home, whose spools lie in its folder {@code spool}. */
  public EndedRuns(Path home) {
    this.home = home;
    this.spool = home.resolve("spool");
  }

  /**
   * The disk that they take together, in bytes.
   *
   * @throws IOException if the spools cannot be listed
   */
  public long sizeBytes() throws IOException {
    long bytes = 0;
    for (SpoolLog log : oldestFirst()) {
      bytes += log.sizeBytes();
    }
    return bytes;
  }

  /**
   * Removes the runs that recorded nothing and were killed before they could vanish. Where there
   * has ever been an archiver they are left to the next one, which may have taken a part of them.
   *
   * @throws IOException if the spools cannot be listed or read
   */
  public void removeUnused() throws IOException {
    if (ArchiverPresence.hasBeen(home)) {
      return;
    }
    removeAway();
    for (SpoolLog log : oldestFirst()) {
      if (isUnused(log)) {
        remove(log);
      }
    }
  }

  /**
   * Removes the oldest runs until the rest takes at most so many bytes; does nothing while an
   * archiver is at work.
   *
   * @return those that are gone
   * @throws IOException if the spools cannot be listed or read
   */
  public List<GivenUpRun> giveUpBeyond(long mostBytes) throws IOException {
    List<GivenUpRun> givenUp = new ArrayList<>();
    long bytes = sizeBytes();
    if (bytes <= mostBytes) {
      return givenUp;
    }
    try (ArchiverPresence kept = ArchiverPresence.keepOut(home)) {
      if (kept == null) {
        return givenUp;
      }
      for (SpoolLog log : oldestFirst()) {
        if (bytes <= mostBytes) {
          break;
        }
        long size = log.sizeBytes();
        long operations = operations(log);
        remove(log);
        givenUp.add(new GivenUpRun(log.node(), log.boot(), operations, size));
        bytes -= size;
      }
    }
    return givenUp;
  }

  /** A run's ID begins with the time of its start. */
  private List<SpoolLog> oldestFirst() throws IOException {
    List<SpoolLog> ended = new ArrayList<>();
    for (SpoolLog log : SpoolDirectory.logs(spool)) {
      if (!log.isWriterAlive()) {
        ended.add(log);
      }
    }
    ended.sort((a, b) -> Long.compareUnsigned(a.boot(), b.boot()));
    return ended;
  }

  private static boolean isUnused(SpoolLog log) throws IOException {
    try (SpoolReader reader = SpoolReader.open(log, SpoolPosition.START)) {
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        boolean isOfEveryRun =
            record instanceof BootRecord
                || record instanceof CloseRecord
                || record instanceof NoteRecord note
                    && note.what().equals("AUDIT_STARTED")
                    && note.detail().contains(MAY_RECORD);
        if (!isOfEveryRun) {
          return false;
        }
      }
      return reader.isExhausted();
    }
  }

  private static long operations(SpoolLog log) throws IOException {
    long operations = 0;
    try (SpoolReader reader = SpoolReader.open(log, SpoolPosition.START)) {
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        operations += record instanceof OperationRecord ? 1 : 0;
      }
    }
    return operations;
  }

  /** Out of sight first, so that nobody reads half of a run. */
  private static void remove(SpoolLog log) throws IOException {
    Path away = log.path().resolveSibling(log.path().getFileName() + VanishingRun.SUFFIX);
    Files.move(log.path(), away);
    delete(away);
  }

  /** What another process moved away and could not delete. */
  private void removeAway() throws IOException {
    for (Path node : children(spool)) {
      for (Path run : children(node)) {
        if (run.getFileName().toString().endsWith(VanishingRun.SUFFIX)
            && !new SpoolLog("", 0, run).isWriterAlive()) {
          delete(run);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : children(folder)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }
}
