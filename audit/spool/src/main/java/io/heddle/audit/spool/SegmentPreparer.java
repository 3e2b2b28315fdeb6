package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps one segment ready ahead of the writer, on a thread of its own, and looks after the folder:
 * its budget, and whether somebody removed a file in use.
 */
final class SegmentPreparer implements Runnable {
  private static final long REST_NANOS = 500_000_000L;
  private static final long RETRY_NANOS = 100_000_000L;

  private final SpoolOptions options;
  private final SegmentFiles files;
  private final SpoolWriter writer;
  private final Path directory;
  private FileChannel lockChannel;
  private FileLock lock;
  private long nextIndex;
  private Thread thread;

  /** Stands in {@link #ready} while a thread goes on from one segment to the next. */
  private static final Segment ROLLING = new Segment(-1, null, null);

  /**
   * The next segment, {@link #ROLLING}, or null. Only this thread puts a segment in place of null.
   */
  private final AtomicReference<Segment> ready = new AtomicReference<>();

  private volatile LossReason obstacle = LossReason.SEGMENT_NOT_READY;
  private volatile long diskBytes;
  private volatile boolean closed;

  SegmentPreparer(SpoolOptions options, SegmentFiles files, SpoolWriter writer) throws IOException {
    this.options = options;
    this.files = files;
    this.writer = writer;
    this.directory = options.directory();
    Files.createDirectories(directory.getParent());
    Files.createDirectory(directory); // fails if the run exists: two writers must never share one
    lock();
  }

  Segment first() throws IOException {
    return create();
  }

  void start() {
    thread = new Thread(null, this, "heddle-spool", 0, false);
    thread.setDaemon(true);
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
      attempt();
      LockSupport.parkNanos(this, ready.get() == null ? RETRY_NANOS : REST_NANOS);
    }
  }

  /** One round; a failure is remembered as the obstacle, and the next round tries again. */
  void attempt() {
    try {
      look();
      if (ready.get() == null) {
        prepare();
      }
      writer.recordLosses();
    } catch (IOException | RuntimeException failure) {
      obstacle = obstacleOf(failure);
    }
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      lock.release();
      lockChannel.close();
    } catch (IOException gone) {
      // The folder was removed meanwhile; there is nothing left to release.
    }
  }

  /** One look at the folder: has somebody removed what is in use? */
  private void look() throws IOException {
    Segment active = writer.active();
    Segment next = ready.get();
    if (next != null && next != ROLLING && !files.exists(next.path())) {
      ready.compareAndSet(next, null);
    }
    if (!files.exists(active.path())) {
      restoreDirectory();
      if (ready.get() == null) {
        prepare();
      }
      writer.abandon(active);
    }
  }

  /** Makes the next segment unless the budget forbids. */
  private void prepare() throws IOException {
    diskBytes = files.sizeBytes(directory);
    if (diskBytes + options.segmentBytes() > options.maxBytes()) {
      obstacle = LossReason.BUDGET;
      return;
    }
    ready.compareAndSet(null, create());
    diskBytes += options.segmentBytes();
    obstacle = LossReason.SEGMENT_NOT_READY;
  }

  private Segment create() throws IOException {
    Path path = SpoolDirectory.segment(directory, nextIndex);
    Segment segment = new Segment(nextIndex, path, files.create(path, options.segmentBytes()));
    nextIndex++;
    return segment;
  }

  private void restoreDirectory() throws IOException {
    if (!Files.exists(directory.resolve(SpoolDirectory.LOCK))) {
      Files.createDirectories(directory);
      lock.release();
      lockChannel.close();
      lock();
    }
  }

  private void lock() throws IOException {
    lockChannel =
        FileChannel.open(
            directory.resolve(SpoolDirectory.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    // A reader that looks whether we live holds the lock for a moment; lock() waits for it.
    lock = lockChannel.lock();
  }

  private static LossReason obstacleOf(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left") || message.contains("quota")
        ? LossReason.DISK_FULL
        : LossReason.IO_ERROR;
  }
}
