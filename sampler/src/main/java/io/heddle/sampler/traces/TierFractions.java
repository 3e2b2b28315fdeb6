package io.heddle.sampler.traces;

import io.heddle.sampler.tiers.Tier;

/**
 * The most of all traces that may be kept in each tier, whatever the budget allows; each from 0 to
 * 1.
 *
 * @param few while there are few tenants
 * @param many while there are many
 * @param crowded while there are more than that
 */
public record TierFractions(double few, double many, double crowded) {
  /** The source's tiers. */
  public static final TierFractions DEFAULT = new TierFractions(1, 0.5, 0.1);

  /**
   * @throws IllegalArgumentException saying which value is out of which range
   */
  public TierFractions {
    Ranges.share("fractions.few", few);
    Ranges.share("fractions.many", many);
    Ranges.share("fractions.crowded", crowded);
  }

  /** The fraction of that tier. */
  public double of(Tier tier) {
    // No switch: one over an enum brings a class of its own into every application.
    return tier == Tier.FEW ? few : tier == Tier.MANY ? many : crowded;
  }
}
