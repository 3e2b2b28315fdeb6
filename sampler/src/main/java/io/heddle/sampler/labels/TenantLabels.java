package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The label governor for whoever keeps series in another library: gives each request the value that
 * its label {@code tenant} should have.
 *
 * <p>Ask {@link #of} once a request, and {@link #turn} each time the series are collected; labels
 * change then and at no other time. Whoever can forget a series forgets those that are not in what
 * {@code turn} returns. Any thread; {@code of} takes no lock once the first turn is over.
 */
public final class TenantLabels {
  /** The label of everybody who has none of their own. */
  public static final String OTHER = "~other";

  private final TenantCounters<String> counters;

  /** With those rules; their weights for errors and slow requests do not matter here. */
  public TenantLabels(LabelRules rules) {
    SeededHash hash = SeededHash.ofProcess();
    long now = System.nanoTime();
    this.counters =
        new TenantCounters<>(
            1,
            rules,
            hash::of,
            requests -> requests.sum(0),
            new TierMonitor(TierEdges.DEFAULT, now),
            (tenant, change, weight) -> {},
            now);
  }

  /** Counts a request of {@code tenant} and gives its label: the tenant or {@link #OTHER}. */
  public String of(String tenant) {
    StripedCounters own = counters.of(tenant, 1);
    own.add(own.stripe(), 0, 1);
    return counters.isOther(own) ? OTHER : tenant;
  }

  /** To be called some times a second if many tenants are met: takes in what was met. */
  public void tick() {
    counters.tick(System.nanoTime());
  }

  /** Decides anew who has a label; returns the labels there may be from now on. */
  public Set<String> turn() {
    counters.page("turn", System.nanoTime());
    Set<String> labels = new LinkedHashSet<>(counters.labelled());
    labels.add(OTHER);
    return labels;
  }

  /** The tenants that are to have a label whatever they weigh; replaces those before. */
  public void pin(Set<String> tenants) {
    counters.pin(tenants);
  }

  /** Why {@code tenant} has a label or has none. */
  public LabelExplanation explain(String tenant) {
    return counters.explain(tenant, System.nanoTime());
  }
}
