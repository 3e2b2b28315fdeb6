package io.heddle.exporter.telemetry.otlp;

import io.heddle.exporter.telemetry.FinishedOperation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A finished operation as the SDK's exporter reads a span. */
final class FinishedOperationSpanData implements SpanData {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.heddle");

  private final FinishedOperation operation;
  private final Resource resource;
  private final SpanContext context;
  private final SpanContext parent;
  private final Attributes attributes;

  FinishedOperationSpanData(FinishedOperation operation, Resource resource, AttributeKeys keys) {
    this.operation = operation;
    this.resource = resource;
    String traceId = TraceId.fromLongs(operation.traceIdHigh(), operation.traceIdLow());
    TraceFlags flags = TraceFlags.fromByte(operation.traceFlags());
    TraceState state = traceState(operation.traceState());
    context = SpanContext.create(traceId, SpanId.fromLong(operation.spanId()), flags, state);
    parent = parentOf(operation, traceId, flags, state);
    attributes = attributesOf(operation, keys);
  }

  @Override
  public String getName() {
    return operation.spanName();
  }

  @Override
  public SpanKind getKind() {
    return switch (operation.kind()) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return operation.isError() ? StatusData.error() : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return operation.startEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public long getEndEpochNanos() {
    return operation.endEpochNanos();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract, so it must be here until the SDK drops it
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  private static SpanContext parentOf(
      FinishedOperation operation, String traceId, TraceFlags flags, TraceState state) {
    if (operation.parentSpanId() == 0) {
      return SpanContext.getInvalid();
    }
    String spanId = SpanId.fromLong(operation.parentSpanId());
    return operation.hasRemoteParent()
        ? SpanContext.createFromRemoteParent(traceId, spanId, flags, state)
        : SpanContext.create(traceId, spanId, flags, state);
  }

  private static Attributes attributesOf(FinishedOperation operation, AttributeKeys keys) {
    AttributesBuilder builder = Attributes.builder();
    builder.put(AttributeKeys.TENANT_ID, operation.tenantId());
    operation.forEachAttribute(
        new FinishedOperation.AttributeConsumer() {
          @Override
          public void text(String key, String value) {
            builder.put(keys.text(key), value);
          }

          @Override
          public void number(String key, long value) {
            builder.put(keys.number(key), value);
          }
        });
    return builder.build();
  }

  /** W3C Trace Context, "tracestate": entries separated by commas, the most recent one first. */
  private static TraceState traceState(String header) {
    if (header.isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder builder = TraceState.builder();
    String[] entries = header.split(",");
    // Backwards, because each put goes in front; the builder drops what is malformed.
    for (int i = entries.length - 1; i >= 0; i--) {
      int equals = entries[i].indexOf('=');
      if (equals > 0) {
        builder.put(
            entries[i].substring(0, equals).trim(), entries[i].substring(equals + 1).trim());
      }
    }
    return builder.build();
  }
}
