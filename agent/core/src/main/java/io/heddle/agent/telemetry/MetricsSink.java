package io.heddle.agent.telemetry;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.exporter.telemetry.metrics.Metrics;

/** Counts every operation in the series of its kind, and in those of its tenant. */
public final class MetricsSink implements OperationSink {
  private final Metrics metrics;

  /** Counts into {@code metrics}. */
  public MetricsSink(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void accept(Operation operation) {
    int tenant = operation.context().tenant().index();
    long nanos = operation.durationNanos();
    switch (operation.layer()) {
      case HTTP_SERVER -> {
        metrics
            .httpServer()
            .series(
                operation.subject().verb(),
                operation.subject().target(),
                operation.status(),
                operation.error())
            .record(
                nanos,
                operation.traceIdHigh(),
                operation.traceIdLow(),
                operation.context().isSampled());
        metrics.tenants().recordHttp(tenant, operation.isError(), nanos);
      }
      case HTTP_CLIENT ->
          metrics
              .httpClient()
              .series(
                  operation.subject().verb(),
                  operation.peer(),
                  operation.status(),
                  operation.error())
              .record(nanos);
      case JDBC -> {
        metrics
            .database()
            .series(operation.peer(), operation.subject().verb(), operation.error())
            .record(nanos);
        metrics.tenants().recordDb(tenant, operation.isError(), nanos);
      }
      case AGENT -> {}
    }
  }
}
