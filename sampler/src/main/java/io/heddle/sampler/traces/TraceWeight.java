package io.heddle.sampler.traces;

/**
 * What an operator says about one tenant's traces. Immutable.
 *
 * <p>{@link #ALWAYS} means every trace as long as the budget is not exceeded by it; {@link #NEVER}
 * means none, not even first ones; failed and slow requests are promoted all the same. Anything
 * else multiplies the tenant's part of the budget.
 */
public final class TraceWeight {
  /** Nothing is said. */
  public static final TraceWeight NORMAL = new TraceWeight(1);

  /** Every trace, before all others. */
  public static final TraceWeight ALWAYS = new TraceWeight(Float.POSITIVE_INFINITY);

  /** No trace that has not failed or been slow. */
  public static final TraceWeight NEVER = new TraceWeight(0);

  private static final double LEAST = 0.001;
  private static final double MOST = 1_000;

  private final float factor;

  private TraceWeight(float factor) {
    this.factor = factor;
  }

  /**
   * A multiple of what the tenant's rate gives it.
   *
   * @throws IllegalArgumentException if the factor is not from 0.001 to 1000
   */
  public static TraceWeight times(double factor) {
    Ranges.check("weight", factor, LEAST, MOST);
    return new TraceWeight((float) factor);
  }

  /** The factor; 0 for never and infinite for always. */
  float factor() {
    return factor;
  }

  static TraceWeight of(float factor) {
    return new TraceWeight(factor);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceWeight that && Float.compare(factor, that.factor) == 0;
  }

  @Override
  public int hashCode() {
    return Float.hashCode(factor);
  }

  @Override
  public String toString() {
    if (factor == 0) {
      return "never";
    }
    return Float.isInfinite(factor) ? "always" : "times " + factor;
  }
}
