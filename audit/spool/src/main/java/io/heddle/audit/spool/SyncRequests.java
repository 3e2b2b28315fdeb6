package io.heddle.audit.spool;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that wait for a sync: any thread adds itself, one takes them all. Lock-free.
 *
 * <p>Bound: one request for each thread that waits.
 */
final class SyncRequests {
  /** A thread that waits for what it has written. */
  static final class Request {
    private final Thread thread = Thread.currentThread();
    private final long mark;

    /** Set before the request is published by the compare-and-set, and never after. */
    private Request next;

    /** Whether it was answered, or its thread has given up: whichever came first. */
    private final AtomicBoolean isSettled = new AtomicBoolean();

    private SyncFailure failure;

    /** Whom this thread wakes when it is answered; null for nobody. */
    private Request left;

    private Request right;

    /** Volatile: publishes the three above to the thread that waits. */
    private volatile boolean isAnswered;

    Request(long mark) {
      this.mark = mark;
    }

    /** What {@link SpoolWriter#mark} said before the first of its records was written. */
    long mark() {
      return mark;
    }

    /** The one added before, or null. */
    Request next() {
      return next;
    }

    /** Whether there is an answer; if so, {@link #wakeOthers} has to be called. */
    boolean isAnswered() {
      return isAnswered;
    }

    /** Why its records are not durable, or null; once it is answered. */
    SyncFailure failure() {
      return failure;
    }

    /** Says that its thread waits no longer; false if an answer is there, or about to be. */
    boolean giveUp() {
      return isSettled.compareAndSet(false, true);
    }

    /** Decides the answer, which nobody sees yet; false if its thread waits no longer. */
    boolean settle(SyncFailure why) {
      if (!isSettled.compareAndSet(false, true)) {
        return false;
      }
      failure = why;
      return true;
    }

    /** Wakes the threads that this one has to wake. */
    void wakeOthers() {
      wake(left);
      wake(right);
    }
  }

  /**
   * Gives settled requests their answers. Wakes the first thread alone: each wakes two more, so
   * that the next sync need not wait until all are awake.
   */
  static void publish(List<Request> settled) {
    int count = settled.size();
    for (int i = 0; i < count; i++) {
      Request request = settled.get(i);
      request.left = 2 * i + 1 < count ? settled.get(2 * i + 1) : null;
      request.right = 2 * i + 2 < count ? settled.get(2 * i + 2) : null;
    }
    for (int i = 0; i < count; i++) {
      settled.get(i).isAnswered = true;
    }
    wake(count > 0 ? settled.get(0) : null);
  }

  private static void wake(Request request) {
    if (request != null) {
      LockSupport.unpark(request.thread);
    }
  }

  private final AtomicReference<Request> last = new AtomicReference<>();

  /**
   * Adds a request. What its thread has stored before is seen by whoever takes it.
   *
   * @return whether there was none, so that whoever takes them has to be woken
   */
  boolean add(Request request) {
    Request before;
    do {
      before = last.get();
      request.next = before;
    } while (!last.compareAndSet(before, request));
    return before == null;
  }

  /** All that were added, the last one first; null if there is none. Each is taken once. */
  Request takeAll() {
    return last.getAndSet(null);
  }
}
