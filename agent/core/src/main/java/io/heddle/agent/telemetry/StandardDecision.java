package io.heddle.agent.telemetry;

import io.heddle.agent.context.TraceParent;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.tenant.Tenant;
import io.heddle.sampler.traces.TraceSampler;

/** Keeps what {@code OTEL_TRACES_SAMPLER} says, and passes {@code tracestate} on as it came. */
public final class StandardDecision implements TraceDecision {
  private final TraceSampler sampler;

  /** Asks {@code sampler}. */
  public StandardDecision(TraceSampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public Head decide(
      Tenant tenant, long traceIdLow, TraceParent parent, String traceState, long nanoTime) {
    boolean hasParent = parent != null;
    boolean isKept =
        sampler.keep(
            // In an ID of ours the top byte belongs to the tenant: shifted out, or a ratio would
            // keep all traces of some tenants and none of others.
            hasParent ? traceIdLow : traceIdLow << 8, hasParent, hasParent && parent.isSampled());
    if (traceState.isEmpty()) {
      return isKept ? Head.KEPT : Head.DROPPED;
    }
    return new Head(isKept, traceState);
  }
}
