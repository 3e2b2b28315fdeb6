package io.heddle.sampler.tiers;

import java.time.Duration;

/**
 * Where one tier ends and the next begins.
 *
 * @param many from how many tenants on it is {@link Tier#MANY}; at least 1
 * @param crowded above how many it is {@link Tier#CROWDED}; more than {@code many}, and at most
 *     {@link #MOST}, because each tenant up to there is remembered
 * @param band by what share of an edge the number must fall below it before the tier is left again,
 *     from 0 to below 1: so that it does not flap
 * @param window how long a tenant counts after it was last met, at most twice over
 */
public record TierEdges(int many, int crowded, double band, Duration window) {
  /** 16 bytes each in two tables make 4 MiB. */
  public static final int MOST = 100_000;

  /** The source's tiers, 2,000 and 8,000, left at a tenth less. */
  public static final TierEdges DEFAULT = new TierEdges(2_000, 8_000, 0.1, Duration.ofMinutes(5));

  /**
   * @throws IllegalArgumentException saying which value is out of which range
   */
  public TierEdges {
    if (many < 1) {
      throw new IllegalArgumentException("many is " + many + "; expected at least 1");
    }
    if (crowded <= many || crowded > MOST) {
      throw new IllegalArgumentException(
          "crowded is " + crowded + "; expected more than many (" + many + ") and at most " + MOST);
    }
    if (!(band >= 0 && band < 1)) {
      throw new IllegalArgumentException("band is " + band + "; expected from 0 to below 1");
    }
    if (window.isNegative() || window.isZero() || window.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "window is " + window + "; expected more than 0 and at most 24 hours");
    }
  }

  /** The tier after {@code tenants} were counted, given the one before. */
  Tier next(Tier before, int tenants) {
    if (tenants > crowded || before == Tier.CROWDED && tenants > crowded * (1 - band)) {
      return Tier.CROWDED;
    }
    if (tenants >= many || before != Tier.FEW && tenants >= many * (1 - band)) {
      return Tier.MANY;
    }
    return Tier.FEW;
  }
}
