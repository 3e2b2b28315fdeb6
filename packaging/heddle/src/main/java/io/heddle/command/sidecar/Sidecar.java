package io.heddle.command.sidecar;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The sidecar's life: it drains while Active, drains what is left while Draining, and is Closed.
 *
 * <p>{@link #run} belongs to one thread; everything else may be called from any.
 */
final class Sidecar {
  /** Where a sidecar is in its life; it only moves forward. */
  enum State {
    ACTIVE,
    DRAINING,
    CLOSED
  }

  /** The first rest after a failure, unless the poll is shorter. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private static final Logger LOG = LogManager.getLogger(Sidecar.class);

  private final Drain drain;
  private final DrainHealth health;
  private final Duration poll;
  private final Duration drainingBound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Written under {@link #lock}; volatile for those who only look. */
  private volatile State state = State.ACTIVE;

  /** When draining must end, by the monotonic clock; guarded by {@link #lock}. */
  private long drainingDeadline;

  /**
   * @param poll how long it rests when there is nothing new
   * @param drainingBound how long it may take to drain what is left
   */
  Sidecar(Drain drain, DrainHealth health, Duration poll, Duration drainingBound) {
    this.drain = drain;
    this.health = health;
    this.poll = poll;
    this.drainingBound = drainingBound;
  }

  State state() {
    return state;
  }

  /**
   * Drains until {@link #stop} is called and nothing is left, or the bound has passed.
   *
   * @return whether nothing was left
   */
  boolean run() {
    boolean isEmpty = false;
    try {
      BackOff backOff = new BackOff(poll.compareTo(FIRST_RETRY) < 0 ? poll : FIRST_RETRY);
      while (true) {
        // Looked at before draining, so that what was there when it was told to stop is drained.
        boolean isDraining = state == State.DRAINING;
        long drained = drain(backOff);
        if (isDraining && (drained == 0 || isOverdue())) {
          isEmpty = drained == 0;
          return isEmpty;
        }
        if (drained <= 0) {
          rest(isDraining, drained == 0 ? poll : backOff.next());
        }
      }
    } finally {
      close(isEmpty);
    }
  }

  /** How many records were drained, or -1 if that failed. */
  private long drain(BackOff backOff) {
    try {
      long drained = drain.run();
      health.succeeded(drain.backlogBytes());
      backOff.reset();
      return drained;
    } catch (IOException | RuntimeException e) {
      health.failed(e);
      LOG.error("archiving failed, next try in {} ms: {}", backOff.peek().toMillis(), describe(e));
      LOG.debug("archiving failed", e);
      return -1;
    }
  }

  private static String describe(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Waits so long; while Active until it is told to stop, while Draining until it is overdue. */
  private void rest(boolean isDraining, Duration rest) {
    lock.lock();
    try {
      long left = drainingDeadline - System.nanoTime();
      long nanos = isDraining ? Math.min(rest.toNanos(), left) : rest.toNanos();
      while (nanos > 0 && (isDraining || state == State.ACTIVE)) {
        nanos = wake.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOverdue() {
    lock.lock();
    try {
      return Thread.currentThread().isInterrupted() || System.nanoTime() - drainingDeadline > 0;
    } finally {
      lock.unlock();
    }
  }

  private void close(boolean isEmpty) {
    try {
      drain.close();
    } catch (IOException | RuntimeException e) {
      LOG.error("the archive did not close cleanly: {}", describe(e));
    }
    LOG.info(
        "closed: {} records archived, {}",
        drain.totals().records(),
        isEmpty ? "none left in the spool" : "some are left in the spool for the next sidecar");
    moveTo(State.CLOSED);
    closed.countDown();
  }

  /** Asks {@link #run} to end; returns at once. */
  void stop() {
    moveTo(State.DRAINING);
  }

  private void moveTo(State next) {
    lock.lock();
    try {
      if (state.compareTo(next) < 0) {
        if (next == State.DRAINING) {
          drainingDeadline = System.nanoTime() + drainingBound.toNanos();
        }
        state = next;
        wake.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for {@link #run} to end, a little longer than draining may take. */
  boolean awaitClosed() throws InterruptedException {
    return closed.await(drainingBound.toMillis() + 5_000, TimeUnit.MILLISECONDS);
  }
}
