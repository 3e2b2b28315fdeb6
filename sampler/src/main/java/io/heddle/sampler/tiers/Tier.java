package io.heddle.sampler.tiers;

/** How many distinct tenants there are, in three steps. */
public enum Tier {
  /** Few enough to keep everything of everybody. */
  FEW,
  /** Enough to be warned of, and to sample traces. */
  MANY,
  /** More than labels can be afforded for. */
  CROWDED
}
