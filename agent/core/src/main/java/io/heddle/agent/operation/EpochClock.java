package io.heddle.agent.operation;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Wall-clock time that never runs backwards within a trace: the epoch is anchored once a second and
 * advanced by the monotonic clock in between.
 *
 * <p>Any thread. Reading allocates nothing but once a second, on the thread that renews the anchor.
 */
public final class EpochClock implements LongSupplier {
  private static final long RENEW_AFTER_NANOS = 1_000_000_000L;

  /** Epoch nanoseconds minus monotonic nanoseconds, and when it was taken. */
  private record Anchor(long offsetNanos, long takenNanos) {}

  /**
   * Volatile, so that both fields of a new anchor are seen together; a late renewal is harmless.
   */
  private volatile Anchor anchor = take();

  /** Nanoseconds since the epoch at the monotonic time {@code nanoTime}, re-anchored if due. */
  public long epochNanos(long nanoTime) {
    Anchor current = anchor;
    if (nanoTime - current.takenNanos > RENEW_AFTER_NANOS) {
      current = take();
      anchor = current;
    }
    return current.offsetNanos + nanoTime;
  }

  /** Microseconds since the epoch, now: the unit of records. */
  @Override
  public long getAsLong() {
    return epochNanos(System.nanoTime()) / 1_000;
  }

  private static Anchor take() {
    long before = System.nanoTime();
    Instant now = Instant.now();
    return new Anchor(now.getEpochSecond() * 1_000_000_000L + now.getNano() - before, before);
  }
}
