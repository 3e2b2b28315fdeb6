package io.heddle.sampler.labels;

/**
 * Exponential decay without touching what decays: instead of making the past lighter, the present
 * is made heavier (forward decay; Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009).
 *
 * <p>A request at time <i>t</i> weighs 2^((t − origin)/half-life); dividing by the same figure of
 * now gives what it weighs today. Not thread-safe.
 */
final class ForwardDecay {
  /** Far from where a double loses whole requests (2^53). */
  private static final double MOST = 0x1p40;

  private double halfLifeNanos;
  private long originNanos;
  private long nowNanos;
  private double factor = 1;

  ForwardDecay(long halfLifeNanos, long nowNanos) {
    this.halfLifeNanos = halfLifeNanos;
    this.originNanos = nowNanos;
    this.nowNanos = nowNanos;
  }

  /** What one request weighs now, in the units of {@link #advance}'s last origin. */
  double factor() {
    return factor;
  }

  /** Moves on to {@code nanos}; a clock that went backwards stands still. */
  void advance(long nanos) {
    if (nanos - nowNanos > 0) {
      nowNanos = nanos;
      factor = Math.pow(2, Math.min(1_000, (nanos - originNanos) / halfLifeNanos));
    }
  }

  boolean mustRebase() {
    return factor > MOST;
  }

  /** Takes now as the new origin; by what all weights so far are to be multiplied. */
  double rebase() {
    double scale = 1 / factor;
    originNanos = nowNanos;
    factor = 1;
    return scale;
  }

  /** Takes now as the new origin and goes on with another half-life; returns as {@link #rebase}. */
  double rebase(long newHalfLifeNanos) {
    halfLifeNanos = newHalfLifeNanos;
    return rebase();
  }
}
