package io.heddle.agent;

import io.heddle.agent.audit.AuditSink;
import io.heddle.agent.context.ContextLeaks;
import io.heddle.agent.context.Outliving;
import io.heddle.agent.http.server.ServerCapture;
import io.heddle.agent.http.server.unwoven.RequestWatch;
import io.heddle.agent.jdbc.named.NamedClasses;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.agent.weave.Loom;
import io.heddle.agent.weave.ModuleSwitch;
import io.heddle.exporter.telemetry.metrics.Metrics;

/** Shows how the agent itself fares; loaded with the first page. */
final class AgentMetrics {
  private final Metrics metrics;

  AgentMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Adds the families of what is there from the start. */
  void show(
      Loom loom,
      ServerCapture server,
      ContextLeaks leaks,
      TenantRegistry tenants,
      AuditSink audit) {
    for (ModuleSwitch module : loom.modules()) {
      show(module);
    }
    metrics.counter(
        "heddle_context_leaks_total",
        "Requests that met the context of an earlier one on their thread.",
        server::leaks);
    for (Outliving how : Outliving.values()) {
      metrics.counter(
          "heddle_context_outlived_total",
          "Times work outlived the request that began it, and is of ~none from then on, by how.",
          "how",
          how.text(),
          () -> leaks.count(how));
    }
    metrics.gauge("heddle_tenants_known", "Tenants seen since the start.", tenants::size);
    metrics.counter(
        "heddle_tenant_contradictions_total",
        "Requests whose header lines name different tenants; they are of ~invalid.",
        tenants::contradictions);
    metrics.counter(
        "heddle_audit_skipped_total",
        "Operations that changed something and were not recorded, because the policy says so.",
        audit::skipped);
  }

  /** Adds how many classes that the operator has named are not watched. */
  void show(NamedClasses named) {
    metrics.gauge(
        "heddle_jdbc_named_classes_unwoven",
        "Classes of heddle.jdbc.drivers that are not loaded, or in which nothing could be woven.",
        () -> named.problems().size());
  }

  /** Adds the server that was found, by its class; one value for good. */
  void show(RequestWatch watch) {
    metrics.gauge(
        "heddle_servers_unknown",
        "Servers at work that are not instrumented: 1 until a request is seen all the same.",
        "server",
        watch.server(),
        () -> watch.isServing() ? 0 : 1);
  }

  /** Adds a module's failures. */
  void show(ModuleSwitch module) {
    metrics.counter(
        "heddle_instrumentation_failures_total",
        "Failures of advice that were kept from the application.",
        "instrumentation",
        module.module(),
        module::failures);
  }
}
