package io.heddle.audit.spool;

import io.heddle.audit.spool.SegmentReader.Frame;
import io.heddle.audit.spool.SpoolRecord.Damage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/**
 * Reads a log, record after record, also while it is being written.
 *
 * <p>Keeps no state on disk: {@link #position} belongs to the caller, who stores it together with
 * what it made of the records. Bytes that cannot be read are reported as {@link Damage} and passed
 * over; no record whose checksum is wrong is ever returned. One thread.
 */
public final class SpoolReader implements Closeable {
  /** How long a frame may be in progress while its writer lives before it is given up. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final SpoolLog log;
  private final LongSupplier nanoTime;
  private SegmentReader segment;
  private long segmentIndex;
  private long offset;
  private long nextSeq;

  /** Found behind a gap that had to be reported first. */
  private SpoolRecord held;

  private SpoolPosition beforeHeld;
  private long stalledAt = -1;
  private long stalledSince;
  private boolean headerRead;
  private boolean exhausted;

  /** Whether a record was passed over that a living writer may still finish. */
  private boolean gaveUp;

  private SpoolReader(SpoolLog log, SpoolPosition from, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.segmentIndex = from.segment();
    this.offset = from.offset();
    this.nextSeq = from.nextSeq();
  }

  /** Opens a log where an earlier reader left it. */
  public static SpoolReader open(SpoolLog log, SpoolPosition from) {
    return open(log, from, System::nanoTime);
  }

  static SpoolReader open(SpoolLog log, SpoolPosition from, LongSupplier nanoTime) {
    return new SpoolReader(log, from, nanoTime);
  }

  /**
   * The next record.
   *
   * @return null if there is nothing more now; {@link #isExhausted} tells whether there ever will
   *     be
   * @throws SpoolFormatException if the log is of another version; it must be left alone
   * @throws IOException if it cannot be read; the call may be repeated
   */
  public SpoolRecord next() throws IOException {
    if (held != null) {
      SpoolRecord record = held;
      held = null;
      return record;
    }
    if (headerRead && segment.look(offset) == Frame.SOUND) {
      return sound();
    }
    // Asked before reading again: what a writer wrote before it died is then surely seen.
    boolean alive = log.isWriterAlive();
    while (true) {
      if (segment == null && !openSegment()) {
        exhausted = !alive;
        return null;
      }
      SpoolRecord record = read(alive);
      if (record != null || segment != null) {
        exhausted = record == null && !alive && successor() == 0;
        return record;
      }
    }
  }

  /** Behind the last record returned. */
  public SpoolPosition position() {
    return held != null ? beforeHeld : new SpoolPosition(segmentIndex, offset, nextSeq);
  }

  /** Whether {@link #next} returned null for good: all is read, and the writer is gone. */
  public boolean isExhausted() {
    return exhausted && held == null;
  }

  /**
   * Removes the segments that lie wholly before {@code position}; only to be called when what was
   * read from them is durable elsewhere. Their disk is free at once, although a living writer may
   * keep them mapped until its next garbage collection.
   *
   * @return how many files were removed
   */
  public int deleteSegmentsBefore(SpoolPosition position) throws IOException {
    int deleted = 0;
    for (long index : SpoolDirectory.segments(log.path())) {
      if (index < position.segment()) {
        Path file = SpoolDirectory.segment(log.path(), index);
        if (!gaveUp) {
          truncate(file);
        }
        deleted += Files.deleteIfExists(file) ? 1 : 0;
      }
    }
    return deleted;
  }

  @Override
  public void close() throws IOException {
    if (segment != null) {
      segment.close();
      segment = null;
      headerRead = false;
    }
  }

  /**
   * Safe while the writer lives: it never touches a segment again once all its claims in it are
   * published. A store into a mapping whose file is gone would be a fault in the application.
   */
  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    } catch (NoSuchFileException removed) {
      return;
    }
  }

  /** Opens the segment at the position, or the next there is; false if there is none. */
  private boolean openSegment() throws IOException {
    for (long index : SpoolDirectory.segments(log.path())) {
      if (index >= segmentIndex) {
        segment = new SegmentReader(log, index);
        if (index > segmentIndex) {
          segmentIndex = index;
          offset = SpoolFormat.HEADER_BYTES;
        }
        return true;
      }
    }
    return false;
  }

  /** Reads on; null with the segment still open: nothing now; null without: try the next one. */
  private SpoolRecord read(boolean alive) throws IOException {
    segment.forget();
    if (!headerRead) {
      long firstSeq = segment.begin(alive);
      if (firstSeq == 0 && successor() != 0) {
        // Begun meanwhile, since a later one is, or emptied by somebody.
        firstSeq = segment.begin(alive);
        if (firstSeq == 0) {
          leaveSegment();
          return null;
        }
      }
      if (firstSeq == 0) {
        if (!alive) {
          leaveSegment(); // prepared, but the writer died before it needed it
        }
        return null;
      }
      if (segment.isForeign()) {
        return foreign();
      }
      headerRead = true;
      if (firstSeq < 0 && offset == SpoolFormat.HEADER_BYTES) {
        // The records carry all they need themselves; only the header is lost.
        return new Damage(
            nextSeq, nextSeq - 1, segmentIndex, 0, SpoolFormat.HEADER_BYTES, segment.problem());
      }
    }
    return switch (segment.look(offset)) {
      case SOUND -> sound();
      case EMPTY, END -> {
        if (successor() == nextSeq) {
          leaveSegment();
          yield null;
        }
        yield stalled(alive, "records are missing");
      }
      case IN_PROGRESS -> stalled(alive, "a record was never finished");
      case DAMAGED -> damaged(segment.problem());
    };
  }

  /** Another run's records under this run's name would be somebody else's doing: none is read. */
  private Damage foreign() throws IOException {
    Damage damage =
        new Damage(nextSeq, nextSeq - 1, segmentIndex, 0, segment.end(), segment.problem());
    leaveSegment();
    return damage;
  }

  private SpoolRecord sound() {
    long seq = segment.seq();
    SpoolRecord record = segment.decode();
    long from = offset;
    offset += segment.space();
    stalledAt = -1;
    if (seq == nextSeq) {
      nextSeq = seq + 1;
      return record;
    }
    if (seq < nextSeq) {
      return new Damage(
          seq, seq, segmentIndex, from, offset - from, "a sequence number stands twice");
    }
    Damage missing =
        new Damage(nextSeq, seq - 1, segmentIndex, from, 0, "records before this one are missing");
    held = record;
    beforeHeld = new SpoolPosition(segmentIndex, from, seq);
    nextSeq = seq + 1;
    return missing;
  }

  /**
   * The first sequence number of the next segment begun; 0: there is none; -1: it is damaged. One
   * that looks as if it had not begun, before one that has, was emptied: it is passed over.
   */
  private long successor() throws IOException {
    for (long index : SpoolDirectory.segments(log.path())) {
      if (index > segmentIndex) {
        try (SegmentReader next = new SegmentReader(log, index)) {
          long firstSeq = next.begin(true);
          if (firstSeq != 0) {
            return firstSeq;
          }
        }
      }
    }
    return 0;
  }

  /** Nothing can be read here now; is that for good? */
  private SpoolRecord stalled(boolean alive, String reason) throws IOException {
    if (alive) {
      long now = nanoTime.getAsLong();
      if (stalledAt != offset) {
        stalledAt = offset;
        stalledSince = now;
      }
      if (now - stalledSince < PATIENCE_NANOS) {
        return null;
      }
      stalledSince = now;
    }
    gaveUp |= alive;
    boolean torn = segment.look(offset) == Frame.IN_PROGRESS;
    long resumed = segment.resume(offset, nextSeq);
    if (resumed >= 0) {
      return skipTo(resumed, reason);
    }
    boolean goesOn = successor() != 0;
    if (!goesOn && (alive || offset >= segment.end())) {
      return null;
    }
    boolean cut = segment.isCut();
    return torn || cut ? skipRest(cut ? "the file was cut short" : reason, goesOn) : rest(goesOn);
  }

  /** Nothing was ever written behind here. */
  private SpoolRecord rest(boolean goesOn) throws IOException {
    if (goesOn) {
      leaveSegment();
    } else {
      offset = segment.end();
    }
    return null;
  }

  private SpoolRecord damaged(String problem) throws IOException {
    // A look that met a record half copied by the kernel is repeated before it counts.
    segment.forget();
    if (segment.look(offset) == Frame.SOUND) {
      return sound();
    }
    long resumed = segment.resume(offset, nextSeq);
    if (resumed >= 0) {
      return skipTo(resumed, problem);
    }
    return skipRest(problem, successor() != 0);
  }

  private SpoolRecord skipRest(String reason, boolean goesOn) throws IOException {
    long from = offset;
    long end = segment.end();
    Damage damage =
        new Damage(nextSeq, nextSeq - 1, segmentIndex, from, Math.max(0, end - from), reason);
    offset = end;
    if (goesOn) {
      leaveSegment();
    }
    return damage;
  }

  private SpoolRecord skipTo(long resumed, String reason) throws IOException {
    segment.look(resumed);
    long from = offset;
    long firstMissing = nextSeq;
    long seq = segment.seq();
    offset = resumed;
    nextSeq = Math.max(seq, nextSeq);
    stalledAt = -1;
    return new Damage(firstMissing, nextSeq - 1, segmentIndex, from, resumed - from, reason);
  }

  private void leaveSegment() throws IOException {
    segment.close();
    segment = null;
    headerRead = false;
    segmentIndex++;
    offset = SpoolFormat.HEADER_BYTES;
    stalledAt = -1;
  }
}
