package io.heddle.command.sidecar;

import java.time.Duration;

/**
 * How long to wait before the next try: twice as long each time, from a base up to half a minute.
 */
final class BackOff {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Duration base;
  private Duration next;

  BackOff(Duration base) {
    this.base = base.isZero() ? Duration.ofMillis(1) : base;
    next = this.base;
  }

  /** How long to wait now; the next wait will be longer. */
  Duration next() {
    Duration now = peek();
    next = now.multipliedBy(2);
    return now;
  }

  /** What {@link #next} will answer. */
  Duration peek() {
    return next.compareTo(LONGEST) < 0 ? next : LONGEST;
  }

  void reset() {
    next = base;
  }
}
