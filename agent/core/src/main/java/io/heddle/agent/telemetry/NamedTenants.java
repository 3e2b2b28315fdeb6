package io.heddle.agent.telemetry;

import io.heddle.agent.tenant.Tenant;
import io.heddle.sampler.labels.TenantLabels;

/**
 * Labels for tenants that have an index of their own; those beyond the registry's capacity share
 * one, and {@code ~other} is all that can be said of them.
 */
public final class NamedTenants implements TenantLabels {
  private final TenantLabels labels;

  /** Asks {@code labels} about all others. */
  public NamedTenants(TenantLabels labels) {
    this.labels = labels;
  }

  @Override
  public boolean keeps(int tenant) {
    return tenant != Tenant.OVERFLOW_INDEX && labels.keeps(tenant);
  }

  @Override
  public int kept() {
    return labels.kept();
  }

  @Override
  public int folded() {
    return labels.folded();
  }

  @Override
  public int budget() {
    return labels.budget();
  }
}
