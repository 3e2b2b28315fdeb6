package io.heddle.agent.telemetry;

import io.heddle.agent.context.LocalTrace;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.exporter.telemetry.otlp.SpanExport;

/**
 * Hands the operations of kept traces to the span exporter. Where a failed or slow request is kept
 * for that, what it did on its way waits with it until its end.
 */
public final class SpanSink implements OperationSink {
  private final SpanExport spans;
  private final TraceDecision decision;

  /** Hands over to {@code spans} what {@code decision} keeps. */
  public SpanSink(SpanExport spans, TraceDecision decision) {
    this.spans = spans;
    this.decision = decision;
  }

  @Override
  public void accept(Operation operation) {
    if (operation.isFurtherTarget()) {
      return; // the same call
    }
    LocalTrace trace = operation.context().trace();
    if (trace == null) {
      offer(operation);
    } else if (operation.isLocalRoot()) {
      boolean isPromoted =
          (operation.isError() || operation.durationNanos() >= decision.slowNanos())
              && decision.promotes(System.nanoTime(), operation.context().isSampled());
      trace.decide(isPromoted, spans::offer); // which leaves what is not kept
      offer(operation);
    } else {
      LocalTrace.Waiting waiting = trace.hold(operation);
      if (waiting == LocalTrace.Waiting.REFUSED && !operation.context().isSampled()) {
        decision.notHeld();
      } else if (waiting != LocalTrace.Waiting.HELD) {
        offer(operation);
      }
    }
  }

  private void offer(Operation operation) {
    if ((operation.traceFlags() & TenantContext.SAMPLED) != 0) {
      spans.offer(operation); // what does not fit is counted there
    }
  }
}
