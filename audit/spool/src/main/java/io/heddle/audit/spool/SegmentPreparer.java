package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps one segment ready ahead of the writer, on a thread of its own, and looks after the folder:
 * its budget, and whether somebody removed a file in use.
 */
final class SegmentPreparer implements Runnable {
  private static final long REST_NANOS = 500_000_000L;
  private static final long RETRY_NANOS = 100_000_000L;

  /** Failures in a row that double the time to the next try: at most 6.4 s. */
  private static final int MOST_DOUBLINGS = 6;

  /** How long {@link #close} waits for the thread. */
  private static final long CLOSE_MILLIS = 1_000;

  private final SpoolOptions options;
  private final SegmentFiles files;
  private final SpoolWriter writer;
  private final Path directory;
  private WriterLock lock;
  private long nextIndex;
  private int failures;
  private Thread thread;

  /** Stands in {@link #ready} while a thread goes on from one segment to the next. */
  private static final Segment ROLLING = new Segment(-1, null, null);

  /**
   * The next segment, {@link #ROLLING}, or null. Only this thread puts a segment in place of null.
   */
  private final AtomicReference<Segment> ready = new AtomicReference<>();

  /** The segment in use at the last look; null before the first. */
  private Segment seen;

  /**
   * Index and number of records of each full segment whose file was there at the last look, the
   * oldest first. Bound: what the budget has room for.
   */
  private final Deque<long[]> full = new ArrayDeque<>();

  private volatile LossReason obstacle = LossReason.SEGMENT_NOT_READY;
  private volatile long diskBytes;
  private volatile boolean closed;

  SegmentPreparer(SpoolOptions options, SegmentFiles files, SpoolWriter writer) throws IOException {
    this.options = options;
    this.files = files;
    this.writer = writer;
    this.directory = options.directory();
    this.lock = WriterLock.withFolder(directory);
  }

  /** The first segment; if it cannot be made nothing is left behind, so that it can be retried. */
  Segment first() throws IOException {
    try {
      return create();
    } catch (Throwable failure) {
      Files.deleteIfExists(directory.resolve(SpoolDirectory.LOCK));
      Files.deleteIfExists(directory);
      lock.release();
      throw failure;
    }
  }

  void start() {
    thread = new Thread(null, this, "heddle-spool", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null); // the application's must not be kept by us
    thread.start();
  }

  /**
   * Takes the segment that is ready. Whoever gets one must call {@link #rolled} or {@link
   * #putBack}.
   *
   * @return null if there is none, or another thread has it
   */
  Segment take() {
    Segment next = ready.get();
    return next != null && next != ROLLING && ready.compareAndSet(next, ROLLING) ? next : null;
  }

  /** The segment taken is in use now. */
  void rolled() {
    ready.set(null);
    LockSupport.unpark(thread);
  }

  /** The segment taken was not needed. */
  void putBack(Segment next) {
    ready.set(next);
  }

  /** Whether there is a segment to take. */
  boolean isReady() {
    Segment next = ready.get();
    return next != null && next != ROLLING;
  }

  /** Whether a thread is going on to the next segment right now. */
  boolean isRolling() {
    return ready.get() == ROLLING;
  }

  /** Why no segment is ready. */
  LossReason obstacle() {
    return obstacle;
  }

  long diskBytes() {
    return diskBytes;
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        attempt();
        writer.arrears().tell(System.nanoTime());
        LockSupport.parkNanos(this, ready.get() == null ? RETRY_NANOS << failures : REST_NANOS);
      } catch (InternalError late) {
        // The JVM's word on a file that was cut underneath; the next look finds that out itself.
        obstacle = LossReason.IO_ERROR;
      }
      // An interrupt, whoever sent it, would fail every file access from now on.
      Thread.interrupted();
    }
  }

  /** One round; a failure is remembered as the obstacle, and the next round tries again. */
  void attempt() {
    try {
      look();
      if (ready.get() == null) {
        prepare();
      }
      writer.arrears().pay();
      failures = 0;
    } catch (Throwable failure) {
      // Errors too: without this thread nothing would ever be recorded again.
      obstacle = obstacleOf(failure);
      failures = Math.min(failures + 1, MOST_DOUBLINGS);
    }
  }

  /** Ends the thread and removes the segment that nobody will need. */
  void close() {
    closed = true;
    if (thread != null) {
      LockSupport.unpark(thread);
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    obstacle = LossReason.CLOSED;
    Segment next = take();
    if (next != null) {
      try {
        Files.deleteIfExists(next.path());
      } catch (IOException kept) {
        // A segment that never began is passed over by readers.
      }
      rolled();
    }
  }

  /** Begins again behind {@link #close}. */
  void goOn() {
    closed = false;
    obstacle = LossReason.SEGMENT_NOT_READY;
    start();
  }

  /** Lets the thread look at the folder at once. */
  void lookNow() {
    LockSupport.unpark(thread);
  }

  /** Tells readers that the writer is gone. */
  void release() {
    lock.release();
  }

  /** One look at the folder: has somebody removed what is in use? */
  private void look() throws IOException {
    Segment active = writer.active();
    if (seen != null && seen != active) {
      full.add(new long[] {seen.index(), active.firstSeq() - seen.firstSeq()});
    }
    seen = active;
    Segment next = ready.get();
    if (next != null && next != ROLLING && !isWhole(next)) {
      ready.compareAndSet(next, null);
    }
    boolean removed = !isWhole(active);
    if (!Files.exists(directory.resolve(SpoolDirectory.LOCK))) {
      WriterLock fresh =
          Files.exists(directory) ? WriterLock.again(directory) : WriterLock.withFolder(directory);
      lock.release();
      lock = fresh;
    }
    if (removed) {
      if (ready.get() == null) {
        prepare();
      }
      if (writer.abandon(active, recordsRemoved())) {
        full.removeIf(segment -> !isThere(segment));
        seen = writer.active();
      }
    } else {
      forgetArchived();
    }
  }

  /** An archiver removes the oldest first, and nobody else has touched the one in use. */
  private void forgetArchived() {
    while (!full.isEmpty() && !isThere(full.peekFirst())) {
      full.removeFirst();
    }
  }

  /**
   * How many records were in full segments that are gone with the one in use. An upper bound:
   * nobody can tell an archiver's work of the last moment from that of whoever removed the rest.
   */
  private long recordsRemoved() {
    long records = 0;
    for (long[] segment : full) {
      records += isThere(segment) ? 0 : segment[1];
    }
    return records;
  }

  private boolean isThere(long[] segment) {
    return Files.exists(SpoolDirectory.segment(directory, segment[0]));
  }

  private boolean isWhole(Segment segment) {
    return files.isWhole(segment.path(), segment.memory().capacity());
  }

  /** Makes the next segment unless the budget forbids. */
  private void prepare() throws IOException {
    diskBytes = files.sizeBytes(directory);
    int size = options.sizeOf(nextIndex);
    if (diskBytes + size > options.maxBytes()) {
      obstacle = LossReason.BUDGET;
      return;
    }
    ready.compareAndSet(null, createDurably());
    diskBytes += size;
    obstacle = LossReason.SEGMENT_NOT_READY;
  }

  /** Makes a segment durable as well if that is what its records will be. */
  private Segment createDurably() throws IOException {
    Segment segment = create();
    GroupSync sync = writer.groupSync();
    if (sync != null) {
      try {
        sync.prepare(segment);
      } catch (IOException failure) {
        Files.deleteIfExists(segment.path());
        throw failure;
      }
    }
    return segment;
  }

  private Segment create() throws IOException {
    Path path = SpoolDirectory.segment(directory, nextIndex);
    Segment segment = new Segment(nextIndex, path, files.create(path, options.sizeOf(nextIndex)));
    nextIndex++;
    return segment;
  }

  private static LossReason obstacleOf(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left") || message.contains("quota")
        ? LossReason.DISK_FULL
        : LossReason.IO_ERROR;
  }
}
