package io.heddle.agent.jdbc.transaction;

import java.lang.ref.WeakReference;

/**
 * The driver's own object of the transaction that was last open on one connection, for drivers that
 * make one for each transaction and write its end into it. Weakly held, because it refers to the
 * connection; where it is gone, its end is not known. Guarded by the lock of the connection's
 * state.
 */
public final class LastTransaction {
  private WeakReference<Object> last = new WeakReference<>(null);
  private long number;
  private boolean isFollowed;

  /** The driver's object; null if there was none, or it is gone. */
  public Object transaction() {
    return last.get();
  }

  /** Whether its end is still to be known, even if the object is gone. */
  public boolean isFollowed() {
    return isFollowed;
  }

  /** A number that differs from that of the transaction before. */
  public long number() {
    return number;
  }

  /** That one is open now. Allocates where it is another one. */
  public void isOpen(Object transaction) {
    if (last.get() != transaction) {
      last = new WeakReference<>(transaction);
      number++;
    }
    isFollowed = true;
  }

  /** Its end is known. */
  public void forget() {
    last.clear();
    isFollowed = false;
  }
}
