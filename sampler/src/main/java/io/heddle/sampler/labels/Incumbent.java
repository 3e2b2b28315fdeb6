package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;

/** A tenant that has a label; guarded by the lock of its {@link TenantCounters}. */
final class Incumbent<T> {
  final T tenant;
  final long key;
  final StripedCounters counters;
  final LabelChange admitted;

  /** The most and the least it can weigh, in the units of {@link ForwardDecay}. */
  double most;

  double least;

  /** The first page on which it stood, at zero; 0 if there was none yet. */
  long shownSince;

  /** The weight its counters had when it was last looked at. */
  private long weighed;

  Incumbent(T tenant, long key, StripedCounters counters, LabelChange admitted) {
    this.tenant = tenant;
    this.key = key;
    this.counters = counters;
    this.admitted = admitted;
  }

  /**
   * Takes note of what was counted since; whether that was anything.
   *
   * @param earliest what a request weighs that was counted right after the last look
   * @param latest what one weighs that was counted just now
   */
  boolean weigh(long now, double earliest, double latest) {
    long delta = now - weighed;
    weighed = now;
    most += delta * latest;
    least += delta * earliest;
    return delta != 0;
  }

  void scale(double factor) {
    most *= factor;
    least *= factor;
  }
}
