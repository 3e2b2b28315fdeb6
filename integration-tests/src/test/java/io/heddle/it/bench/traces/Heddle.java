package io.heddle.it.bench.traces;

import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.Threshold;
import io.heddle.sampler.traces.TraceRules;

/** Ours, with its default rules and this budget. */
final class Heddle implements TraceContender {
  private final TenantTraceSampler sampler;

  Heddle(int tenants, double budget) {
    // The tiers' fractions stay out of it: it is the budget that is compared.
    sampler =
        new TenantTraceSampler(
            TraceRules.DEFAULT.withBudget(budget), tenants, 0, () -> Tier.FEW, 0);
  }

  @Override
  public String title() {
    return "heddle";
  }

  @Override
  public double weigh(int tenant, long nowNanos, long randomness) {
    return Threshold.weight(sampler.decide(tenant, nowNanos, randomness));
  }
}
