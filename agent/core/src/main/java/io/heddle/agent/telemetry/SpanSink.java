package io.heddle.agent.telemetry;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.exporter.telemetry.otlp.SpanExport;

/** Hands the operations of sampled traces to the span exporter. */
public final class SpanSink implements OperationSink {
  private final SpanExport spans;

  /** Hands over to {@code spans}. */
  public SpanSink(SpanExport spans) {
    this.spans = spans;
  }

  @Override
  public void accept(Operation operation) {
    if (operation.context().isSampled()) {
      spans.offer(operation); // what does not fit is counted there
    }
  }
}
