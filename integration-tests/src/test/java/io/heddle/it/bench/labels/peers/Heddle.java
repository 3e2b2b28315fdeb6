package io.heddle.it.bench.labels.peers;

import io.heddle.sampler.labels.LabelExplanation;
import io.heddle.sampler.labels.LabelPage;
import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.labels.SeededHash;
import io.heddle.sampler.labels.TenantCounters;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Heddle's governor, one counter a tenant, every request of weight 1. */
final class Heddle implements Limiter {
  private final TenantCounters<String> counters;

  Heddle(int cap) {
    counters =
        new TenantCounters<>(
            1,
            rules(cap),
            SeededHash.ofProcess()::of,
            requests -> requests.sum(0),
            new TierMonitor(TierEdges.DEFAULT, 0),
            (tenant, change, weight) -> {},
            0);
  }

  @Override
  public void record(String tenant) {
    counters.add(tenant, 0, 1);
  }

  @Override
  public void tick(long micros) {
    counters.tick(TimeUnit.MICROSECONDS.toNanos(micros));
  }

  @Override
  public void scrape(long micros, boolean isLast, Page page) {
    LabelPage<String> written = counters.page("bench", TimeUnit.MICROSECONDS.toNanos(micros));
    for (LabelPage.Row<String> row : written.rows()) {
      page.cumulative(row.tenant(), row.values()[0]);
    }
    page.cumulative(Page.OTHER, written.other()[0]);
  }

  @Override
  public Optional<Bounds> bounds(String tenant, long micros) {
    LabelExplanation explanation = counters.explain(tenant, TimeUnit.MICROSECONDS.toNanos(micros));
    return Optional.of(new Bounds(explanation.least(), explanation.most()));
  }

  private static LabelRules rules(int cap) {
    LabelRules rules = LabelRules.DEFAULT.withBudget(cap);
    if (rules.halfLife().toSeconds() != HALF_LIFE_SECONDS) {
      throw new IllegalStateException("the truth is kept for another half-life");
    }
    return rules;
  }
}
