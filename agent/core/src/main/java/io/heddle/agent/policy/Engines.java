package io.heddle.agent.policy;

import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.HashSet;
import java.util.Set;

/** The parts of the sampler that go by rules of their own: labels, tiers and traces. */
public final class Engines implements PolicyTarget {
  private final TenantRegistry tenants;
  private final TenantMetrics<Tenant> labels;
  private final TierMonitor tiers;
  private final TraceTarget traces;

  /** Tells {@code labels} and {@code tiers}, who know tenants as {@code tenants} does. */
  public Engines(
      TenantRegistry tenants, TenantMetrics<Tenant> labels, TierMonitor tiers, TraceTarget traces) {
    this.tenants = tenants;
    this.labels = labels;
    this.tiers = tiers;
    this.traces = traces;
  }

  @Override
  public void change(Policy before, Policy now) {
    tiers.change(now.tiers(), System.nanoTime());
    labels.change(now.labels());
    Set<Tenant> pinned = new HashSet<>();
    for (String id : now.pinned()) {
      pinned.add(tenants.named(id));
    }
    labels.pin(pinned);
    traces.change(before, now);
  }
}
