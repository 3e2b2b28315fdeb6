package io.heddle.agent.telemetry;

import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.function.Supplier;

/** The tier at the moment it is asked for; a class, because a lambda costs a start more. */
public record TierNow(TierMonitor tiers) implements Supplier<Tier> {
  @Override
  public Tier get() {
    return tiers.tier();
  }
}
