package io.heddle.it.bench.traces;

import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import io.heddle.sampler.traces.Threshold;
import io.heddle.sampler.traces.TierFractions;

/** Everybody with the fraction of the tier: 1.0 below 2,000 tenants, 0.5 to 8,000, 0.1 above. */
final class SourceTiers implements TraceContender {
  private final TierMonitor tiers = new TierMonitor(TierEdges.DEFAULT, 0);

  @Override
  public String title() {
    return "source's tiers";
  }

  @Override
  public double weigh(int tenant, long nowNanos, long randomness) {
    tiers.observe(tenant * 0x9e3779b97f4a7c15L);
    long threshold = Threshold.of(TierFractions.DEFAULT.of(tiers.tier()));
    return Threshold.keeps(threshold, randomness) ? Threshold.weight(threshold) : 0;
  }
}
