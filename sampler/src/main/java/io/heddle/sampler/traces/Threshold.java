package io.heddle.sampler.traces;

/**
 * Rejection thresholds of OpenTelemetry's consistent probability sampling: of 2^56 values of
 * randomness, how many are rejected. A trace is kept if its randomness is not below its threshold.
 */
public final class Threshold {
  /** Every trace is kept. */
  public static final long ALWAYS = 0;

  /** Not a threshold: the trace is dropped, or nobody knows with which probability it was kept. */
  public static final long NONE = -1;

  /** The bits of a trace ID, or of {@code rv}, that are random. */
  public static final long RANDOMNESS = (1L << 56) - 1;

  private static final long VALUES = 1L << 56;

  /**
   * Leading bits of a probability that are kept, so that headers are short: it is rounded down by
   * less than 1/2048, and the weight is that of the rounded one.
   */
  private static final int PRECISION_BITS = 11;

  private Threshold() {}

  /** The threshold of a probability above 0; below 2^-56 it is taken for that, above 1 for 1. */
  public static long of(double probability) {
    if (probability >= 1) {
      return ALWAYS;
    }
    long accepted = Math.max(1, (long) (probability * VALUES));
    int spare = Long.SIZE - Long.numberOfLeadingZeros(accepted) - PRECISION_BITS;
    if (spare > 0) {
      accepted = accepted >>> spare << spare;
    }
    return VALUES - accepted;
  }

  /** Whether it is a threshold at all: from 0 to 2^56 - 1. */
  public static boolean isValid(long threshold) {
    return (threshold & ~RANDOMNESS) == 0;
  }

  /** Whether a trace of that randomness is kept; never with {@link #NONE}. */
  public static boolean keeps(long threshold, long randomness) {
    return isValid(threshold) && (randomness & RANDOMNESS) >= threshold;
  }

  /** The probability of being kept; 0 for {@link #NONE}. */
  public static double probability(long threshold) {
    return isValid(threshold) ? (double) (VALUES - threshold) / VALUES : 0;
  }

  /** How many traces a kept one stands for; 0, for unknown, if the threshold is not valid. */
  public static double weight(long threshold) {
    return isValid(threshold) ? (double) VALUES / (VALUES - threshold) : 0;
  }
}
