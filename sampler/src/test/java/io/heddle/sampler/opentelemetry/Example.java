package io.heddle.sampler.opentelemetry;

import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** The example of the module's README, which {@link ReadmeTest} compares with this file. */
final class Example {
  private Example() {}

  static Span traceOf(SpanProcessor processor, Runnable work) {
    // README: begin
    TenantSampler sampler =
        TenantSampler.byAttribute(
            AttributeKey.stringKey("tenant.id"), TraceRules.DEFAULT.withBudget(50));
    sampler.weigh("acme", TraceWeight.times(3));
    SdkTracerProvider provider =
        SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(processor).build();

    Tracer tracer = provider.get("orders");
    Span span = tracer.spanBuilder("GET /orders").setAttribute("tenant.id", "acme").startSpan();
    try {
      work.run();
    } finally {
      span.end();
    }
    // README: end
    provider.close();
    return span;
  }
}
