package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.labels.SeededHash;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;

/** The tenants' series, for tenants that are their own IDs. */
public final class Tenants {
  private Tenants() {}

  /** The usual rules with that many labels, each of which has those series. */
  static LabelRules rules(int labels, LabelSeries series) {
    LabelRules usual = LabelRules.DEFAULT;
    return new LabelRules(
        labels,
        usual.strict(),
        usual.incumbentAdvantage(),
        usual.halfLife(),
        usual.errorWeight(),
        usual.slowWeight(),
        usual.slow(),
        usual.rotationsPerHour(),
        series);
  }

  /** With that many labels, {@code ~other} included. */
  public static TenantMetrics<String> withBudget(int labels) {
    return new TenantMetrics<>(
        LabelRules.DEFAULT.withBudget(labels),
        tenant -> tenant,
        new SeededHash(1, 2)::of,
        new TierMonitor(TierEdges.DEFAULT, System.nanoTime()),
        (tenant, change, weight) -> {});
  }
}
