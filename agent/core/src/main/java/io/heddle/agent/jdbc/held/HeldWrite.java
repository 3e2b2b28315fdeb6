package io.heddle.agent.jdbc.held;

import io.heddle.agent.operation.Operation;

/**
 * The place where the last write of a connection waits for its rows. The write has run, its outcome
 * is known or that of an open transaction, and its record is all there but for the rows.
 *
 * <p>Any thread: the application's threads hold and release, the housekeeping releases what waits
 * for too long. Its lock is the innermost, and is held while the record is written.
 */
public final class HeldWrite {
  private final HeldWrites all;

  /** Null while nothing waits. Volatile: asked without the lock. */
  private volatile Operation waiting;

  private long sinceNanos;
  private boolean isRegistered;

  HeldWrite(HeldWrites all) {
    this.all = all;
  }

  /** Lets a write wait; false if too many connections have one, and it must be recorded now. */
  public synchronized boolean hold(Operation write) {
    release();
    if (!isRegistered) {
      if (!all.admit(this)) {
        return false;
      }
      isRegistered = true;
    }
    sinceNanos = System.nanoTime();
    waiting = write;
    return true;
  }

  /** The driver has told the application how many rows that write changed, if it still waits. */
  public void tell(Operation write, long rows) {
    if (waiting == write && write != null) {
      release(write, rows);
    }
  }

  /** Records what waits, without rows; costs a volatile read if nothing does. */
  public void release() {
    Operation write = waiting;
    if (write != null) {
      release(write, -1);
    }
  }

  private synchronized void release(Operation write, long rows) {
    if (waiting == write) { // else another thread was first
      waiting = null;
      all.end(write, rows);
    }
  }

  /** The housekeeping looks; it looks no more until something waits again, if nothing does. */
  synchronized void look(long nowNanos) {
    if (waiting == null) {
      isRegistered = false;
      all.dismiss(this);
    } else if (nowNanos - sinceNanos >= HeldWrites.LONGEST_NANOS) {
      release();
    }
  }
}
