package io.heddle.sampler.opentelemetry;

import io.heddle.sampler.traces.ProbabilityState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/** Keep it or not, and what its {@code ot} member says from here on. */
record Decision(boolean isKept, ProbabilityState state) implements SamplingResult {
  @Override
  public SamplingDecision getDecision() {
    return isKept ? SamplingDecision.RECORD_AND_SAMPLE : SamplingDecision.DROP;
  }

  @Override
  public Attributes getAttributes() {
    return Attributes.empty();
  }

  @Override
  public TraceState getUpdatedTraceState(TraceState parent) {
    String value = state.format();
    return value.isEmpty()
        ? parent.toBuilder().remove(ProbabilityState.KEY).build()
        : parent.toBuilder().put(ProbabilityState.KEY, value).build();
  }
}
