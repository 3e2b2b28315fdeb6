package io.heddle.agent.policy;

import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.TenantRules;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.TraceWeight;
import java.util.Map;

/** Tells the trace sampler of its rules, and of what is said about single tenants. */
public final class TraceTarget implements PolicyTarget {
  private final TenantTraceSampler sampler;
  private final TenantRegistry tenants;

  /** Tells {@code sampler}, to which tenants are the indices of {@code tenants}. */
  public TraceTarget(TenantTraceSampler sampler, TenantRegistry tenants) {
    this.sampler = sampler;
    this.tenants = tenants;
  }

  @Override
  public void change(Policy before, Policy now) {
    if (!now.traces().equals(before.traces())) {
      sampler.change(now.traces());
    }
    for (String id : before.tenants().keySet()) {
      if (!now.tenants().containsKey(id)) {
        weigh(id, TraceWeight.NORMAL);
      }
    }
    for (Map.Entry<String, TenantRules> tenant : now.tenants().entrySet()) {
      TraceWeight weight = tenant.getValue().traces();
      if (!weight.equals(before.tenant(tenant.getKey()).traces())) {
        weigh(tenant.getKey(), weight);
      }
    }
  }

  /** Such a tenant is made known, so that its first request already finds its weight. */
  private void weigh(String id, TraceWeight weight) {
    int index = tenants.intern(id).index();
    if (index != Tenant.OVERFLOW_INDEX) {
      sampler.weigh(index, weight);
    }
  }
}
