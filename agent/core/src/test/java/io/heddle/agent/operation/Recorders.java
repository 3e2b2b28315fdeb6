package io.heddle.agent.operation;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;

/** Recorders that keep every trace, for the tests of every package. */
public final class Recorders {
  private Recorders() {}

  /** One under the policy that holds without a file. */
  public static OperationRecorder of(TenantRegistry tenants, OperationSink... sinks) {
    return of(tenants, new CurrentPolicy(Policy.DEFAULT), sinks);
  }

  /** One under a policy, which hands what has ended to the sinks. */
  public static OperationRecorder of(
      TenantRegistry tenants, CurrentPolicy policy, OperationSink... sinks) {
    return new OperationRecorder(
        new EpochClock(),
        (tenant, low, parent, state, now) -> new TraceDecision.Head(true, state),
        new ContextEnds(tenants.none(), policy, (how, task) -> {}),
        policy,
        sinks);
  }
}
