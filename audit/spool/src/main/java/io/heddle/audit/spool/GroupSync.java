package io.heddle.audit.spool;

import io.heddle.audit.spool.SyncRequests.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes records durable for many threads with one sync: all who ask while a sync runs are served by
 * the next one.
 *
 * <p>Syncs run on a thread of their own. A device that hangs keeps whoever called it in the kernel,
 * and a thread of the application must have its answer in time. A segment whose sync failed is
 * never synced again: the system may have forgotten what it could not write, and would then call
 * the next sync a success. It is given up, and the writer goes on in the next one.
 *
 * <p>Bound: one request for each thread that waits.
 */
final class GroupSync implements Runnable {
  private static final long IDLE = 0;

  private final SpoolOptions options;
  private final SegmentFiles files;
  private final SpoolWriter writer;
  private final SyncTimes times = new SyncTimes();

  private final SyncRequests waiting = new SyncRequests();

  /** When the sync began that runs now, or {@link #IDLE}. Volatile: read by those who come. */
  private volatile long busySince = IDLE;

  private volatile boolean closed;
  private Thread thread;

  GroupSync(SpoolOptions options, SegmentFiles files, SpoolWriter writer) {
    this.options = options;
    this.files = files;
    this.writer = writer;
  }

  void start() {
    thread = new Thread(null, this, "heddle-sync", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null); // the application's must not be kept by us
    thread.start();
  }

  /** What was done so far. */
  SyncTimes times() {
    return times;
  }

  /**
   * Waits until everything this thread has written is durable. An interrupt is kept for later.
   *
   * @param mark what {@link SpoolWriter#mark} said before the first of the records was written
   * @param patienceNanos how long to wait at most
   * @return why it is not durable, or null
   */
  SyncFailure sync(long mark, long patienceNanos) {
    long began = System.nanoTime();
    SyncFailure failure;
    if (closed) {
      failure = SyncFailure.CLOSED;
    } else if (hasHungFor(patienceNanos, began)) {
      failure = SyncFailure.TIMED_OUT; // whoever waited before has waited for all
    } else {
      failure = await(new Request(mark), began, patienceNanos);
    }
    times.waited(System.nanoTime() - began);
    return failure;
  }

  /** Makes a segment durable that nobody uses yet, so that nobody waits for its zeros. */
  void prepare(Segment fresh) throws IOException {
    forceNames(fresh);
    files.force(fresh.path(), fresh.memory());
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed) {
      if (!serve()) {
        LockSupport.park(this);
      }
      // An interrupt, whoever sent it, would fail every file access from now on.
      Thread.interrupted();
    }
    answer(waiting.takeAll(), SyncFailure.CLOSED);
  }

  /** Serves all who wait; false if nobody does. */
  boolean serve() {
    Request batch = waiting.takeAll();
    if (batch == null) {
      return false;
    }
    SyncFailure failure;
    busySince = System.nanoTime() | 1; // never IDLE
    try {
      failure = force();
    } catch (Throwable unforeseen) {
      // Errors too: those who wait must be told, and without this thread nobody would ever be.
      writer.distrust();
      failure = SyncFailure.IO_ERROR;
    }
    busySince = IDLE;
    answer(batch, failure);
    return true;
  }

  private SyncFailure await(Request request, long began, long patienceNanos) {
    if (waiting.add(request)) {
      LockSupport.unpark(thread);
    }
    boolean isInterrupted = false;
    boolean isGivenUp = false;
    while (!request.isAnswered() && !isGivenUp) {
      long left = patienceNanos - (System.nanoTime() - began);
      if (left > 0) {
        LockSupport.parkNanos(this, left);
        isInterrupted |= Thread.interrupted();
      } else {
        isGivenUp = request.giveUp(); // if not, the answer is there in a moment
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (isGivenUp) {
      return SyncFailure.TIMED_OUT;
    }
    request.wakeOthers();
    return request.failure();
  }

  private boolean hasHungFor(long patienceNanos, long now) {
    long since = busySince;
    return since != IDLE && now - since > patienceNanos;
  }

  /**
   * Tells those whose records are all in files that this sync or an earlier one has covered that
   * they are durable, and all others why not.
   */
  private void answer(Request batch, SyncFailure failure) {
    long trusted = writer.doubts();
    List<Request> settled = new ArrayList<>();
    for (Request request = batch; request != null; request = request.next()) {
      boolean isCovered = failure != null || request.mark() == trusted;
      if (request.settle(isCovered ? failure : SyncFailure.GIVEN_UP)) {
        settled.add(request);
      }
    }
    SyncRequests.publish(settled);
  }

  /** Makes all durable that was written before; returns why it could not, or null. */
  private SyncFailure force() {
    Segment active = writer.active();
    SyncFailure failure = null;
    for (Segment full : before(active)) {
      SyncFailure one = full.isGivenUp() ? null : force(full);
      failure = one == null ? failure : one;
    }
    active.follows(null);
    SyncFailure last = active.isGivenUp() ? SyncFailure.IO_ERROR : force(active);
    if (last != null) {
      writer.goOnFrom(active);
    } else if (writer.active() == active
        && !files.isWhole(active.path(), active.memory().capacity())) {
      // The file has no name any more: what was synced is where nobody will find it.
      writer.distrust();
      writer.preparer().lookNow();
      last = SyncFailure.REMOVED;
    }
    return last == null ? failure : last;
  }

  /** The full segments that may hold records not made durable, the oldest first. */
  private static Deque<Segment> before(Segment active) {
    Deque<Segment> segments = new ArrayDeque<>();
    for (Segment full = active.before(); full != null; full = full.before()) {
      segments.addFirst(full);
    }
    return segments;
  }

  private SyncFailure force(Segment segment) {
    try {
      if (!segment.isNamed()) {
        forceNames(segment);
      }
      long began = System.nanoTime();
      files.force(segment.path(), segment.memory());
      times.synced(System.nanoTime() - began);
      return null;
    } catch (IOException failure) {
      segment.giveUp();
      times.failed(failure);
      writer.distrust();
      return SyncFailure.IO_ERROR;
    }
  }

  /** From the segment's own name up to that of the folder of all spools. */
  private void forceNames(Segment segment) throws IOException {
    Path folder = options.directory();
    for (int level = 0; level < 4 && folder != null; level++) {
      files.forceDirectory(folder);
      folder = folder.getParent();
    }
    segment.isNamed(true);
  }
}
