package io.heddle.agent.jdbc.held;

import io.heddle.agent.operation.Operation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * All connections of which a write waits for its rows.
 *
 * <p>Bound: {@link #MOST} connections, one write each; writes of others are recorded at once,
 * without rows.
 */
public final class HeldWrites implements Runnable {
  /** How often the housekeeping runs it. */
  public static final long INTERVAL_MILLIS = 250;

  static final int MOST = 10_000;

  /** No record waits longer, but for the housekeeping's interval. */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ObjLongConsumer<Operation> ending;
  private final Set<HeldWrite> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param ending records a write with its rows; -1 for unknown
   */
  public HeldWrites(ObjLongConsumer<Operation> ending) {
    this.ending = ending;
  }

  /** A place for a connection's last write. */
  public HeldWrite place() {
    return new HeldWrite(this);
  }

  /** Records what has waited for too long. */
  @Override
  public void run() {
    long now = System.nanoTime();
    for (HeldWrite place : waiting) {
      place.look(now);
    }
  }

  /** Records all that waits: the process ends. */
  public void releaseAll() {
    for (HeldWrite place : waiting) {
      place.release();
    }
  }

  /** Threads that come at the same time may exceed the bound by their number. */
  boolean admit(HeldWrite place) {
    return waiting.size() < MOST && waiting.add(place);
  }

  void dismiss(HeldWrite place) {
    waiting.remove(place);
  }

  void end(Operation write, long rows) {
    ending.accept(write, rows);
  }
}
