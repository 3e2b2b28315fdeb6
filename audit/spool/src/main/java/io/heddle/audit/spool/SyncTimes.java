package io.heddle.audit.spool;

import java.io.IOException;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How often records were made durable, and how long that took. Any thread. */
public final class SyncTimes {
  private final LongAdder syncs = new LongAdder();
  private final LongAdder syncNanos = new LongAdder();
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

  /** Volatile: written by one thread, read by whoever wants to know. */
  private volatile String problem = "";

  SyncTimes() {}

  /** Calls of the system that made a file durable. */
  public long syncs() {
    return syncs.sum();
  }

  /** How long those took together. */
  public long syncNanos() {
    return syncNanos.sum();
  }

  /** How often a thread waited for its records to be durable. */
  public long waits() {
    return waits.sum();
  }

  /** How long threads waited, together. */
  public long waitNanos() {
    return waitNanos.sum();
  }

  /** The longest that a thread has waited. */
  public long longestNanos() {
    return longestNanos.get();
  }

  /** What the system said when a file could not be synced the last time; empty if all could. */
  public String problem() {
    return problem;
  }

  void synced(long nanos) {
    syncs.increment();
    syncNanos.add(nanos);
  }

  void failed(IOException failure) {
    problem = String.valueOf(failure);
  }

  void waited(long nanos) {
    waits.increment();
    waitNanos.add(nanos);
    longestNanos.accumulate(nanos);
  }
}
