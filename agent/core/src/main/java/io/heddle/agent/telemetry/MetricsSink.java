package io.heddle.agent.telemetry;

import io.heddle.agent.context.TenantContext;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.agent.tenant.Tenant;
import io.heddle.audit.spool.Layer;
import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;

/** Counts every operation in the series of its kind, and in those of its tenant. */
public final class MetricsSink implements OperationSink {
  private final Metrics metrics;
  private final TenantMetrics<Tenant> tenants;

  /** Counts into {@code metrics}, and by tenant into {@code tenants}. */
  public MetricsSink(Metrics metrics, TenantMetrics<Tenant> tenants) {
    this.metrics = metrics;
    this.tenants = tenants;
  }

  @Override
  public void accept(Operation operation) {
    if (operation.isFurtherTarget()) {
      return; // the same call
    }
    Tenant tenant = operation.context().tenant();
    long nanos = operation.durationNanos();
    Layer layer = operation.layer();
    if (layer == Layer.HTTP_SERVER) {
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
              (operation.traceFlags() & TenantContext.SAMPLED) != 0);
      tenants.recordHttp(tenant, operation.isError(), nanos);
      if (operation.isError()) {
        tenants.recordRouteError(tenant, operation.subject().target());
      }
    } else if (layer == Layer.HTTP_CLIENT) {
      metrics
          .httpClient()
          .series(
              operation.subject().verb(), operation.peer(), operation.status(), operation.error())
          .record(nanos);
    } else if (layer == Layer.JDBC) {
      metrics
          .database()
          .series(operation.peer(), operation.subject().verb(), operation.error())
          .record(nanos);
      tenants.recordDb(tenant, operation.isError(), nanos);
    }
  }
}
