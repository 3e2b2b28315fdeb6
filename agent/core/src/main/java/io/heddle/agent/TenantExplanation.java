package io.heddle.agent;

import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.telemetry.BudgetDecision;
import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.PolicyExplanation;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Why a tenant has a label or none, which of its traces are kept, and what the policy says. */
final class TenantExplanation implements UnaryOperator<String> {
  private final TenantRegistry tenants;
  private final TenantMetrics<Tenant> labels;
  private final TraceDecision traces;
  private final CurrentPolicy policy;

  TenantExplanation(
      TenantRegistry tenants,
      TenantMetrics<Tenant> labels,
      TraceDecision traces,
      CurrentPolicy policy) {
    this.tenants = tenants;
    this.labels = labels;
    this.traces = traces;
    this.policy = policy;
  }

  /** What the sentences say of a tenant's label, for a program. */
  Map<String, Number> figures(String id) {
    return labels.explain(tenants.named(id)).figures();
  }

  @Override
  public String apply(String id) {
    Tenant tenant = tenants.named(id);
    return labels.explain(tenant).about(id)
        + (traces instanceof BudgetDecision budget ? "\ntraces: " + budget.explain(tenant) : "")
        + "\n"
        + PolicyExplanation.of(policy.policy(), id);
  }
}
