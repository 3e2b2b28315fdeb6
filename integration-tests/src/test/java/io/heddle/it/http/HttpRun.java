package io.heddle.it.http;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver;
import io.heddle.it.harness.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests to the application under the agent, and what was observed from outside. Any thread. */
final class HttpRun implements AutoCloseable {
  /** What came back for one request, and the trace it belonged to. */
  record Exchange(String path, String tenant, Trace trace, Answer answer) {
    /** What the mirror was told of the tenant. */
    String toldTenant() {
      return answer.body().split("\\|", -1)[0];
    }

    /** The trace ID that the mirror was told. */
    String toldTraceId() {
      return answer.body().split("\\|", -1)[1].split("-", -1)[1];
    }
  }

  private static final int THREADS = 4;

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final AgentHome home;
  private final Application application;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final AtomicInteger tenants = new AtomicInteger();

  private HttpRun(Jdk jdk, Path folder) throws Exception {
    home = AgentHome.in(folder).with("tenant.propagation.hosts", "127.0.0.1,*.example.org");
    Jvm jvm =
        Jvm.on(jdk)
            .agent(home)
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
            .environment("OTEL_BSP_SCHEDULE_DELAY", "50")
            .main("io.heddle.it.apps.http.HttpApplication", ClassPath.ofApplications())
            .arguments(THREADS)
            .start("http", folder);
    application = Application.awaitPort(jvm, "READY (\\d+)");
  }

  static HttpRun on(Jdk jdk, Path folder) throws Exception {
    return new HttpRun(jdk, folder);
  }

  /** A request of a tenant and a trace of its own. */
  Exchange exchange(String method, String path) {
    return exchange(method, path, "tenant-" + tenants.getAndIncrement(), Map.of());
  }

  /** A request of nobody, in a trace of its own. */
  Exchange exchangeOfNobody(String path) {
    return exchange("GET", path, null, Map.of());
  }

  Exchange exchange(String method, String path, String tenant, Map<String, String> headers) {
    Trace trace = Trace.start();
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("traceparent", trace.traceParent());
    if (tenant != null) {
      all.put("X-Tenant-ID", tenant);
    }
    Exchange exchange =
        new Exchange(path, tenant, trace, application.send(new Call(method, path, all)));
    if (!headers.containsKey("traceparent")) {
      exchanges.add(exchange);
    }
    return exchange;
  }

  /** The one server span of a request, waited for. */
  OtlpReceiver.Received served(Exchange exchange) {
    awaitAll();
    List<OtlpReceiver.Received> found = spans(exchange.trace(), "SPAN_KIND_SERVER");
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " server spans for " + exchange);
    }
    return found.get(0);
  }

  /** The client spans of a request's trace, waited for. */
  List<OtlpReceiver.Received> made(Exchange exchange) {
    awaitAll();
    return spans(exchange.trace(), "SPAN_KIND_CLIENT");
  }

  /** The server spans of a trace, waited for. */
  List<OtlpReceiver.Received> servedOf(Trace trace) {
    awaitAll();
    return spans(trace, "SPAN_KIND_SERVER");
  }

  /** The server spans of a tenant, waited for. */
  List<OtlpReceiver.Received> servedOf(String tenant) {
    awaitAll();
    return receiver.spans().stream()
        .filter(span -> span.attribute("tenant.id").equals(tenant))
        .filter(span -> span.span().getKind().name().equals("SPAN_KIND_SERVER"))
        .toList();
  }

  private List<OtlpReceiver.Received> spans(Trace trace, String kind) {
    return receiver.spans(trace).stream()
        .filter(span -> span.span().getKind().name().equals(kind))
        .toList();
  }

  /** Asks for one more request, whose span is exported behind all earlier ones. */
  private void awaitAll() {
    Exchange last = exchange("GET", "/ways");
    Eventually.holds(
        "the span of the last request",
        Duration.ofSeconds(20),
        () -> !receiver.spans(last.trace()).isEmpty());
  }

  /** The requests so far that are not one server span each, but none or several. */
  List<String> miscounted() {
    awaitAll();
    List<String> miscounted = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      int spans = spans(exchange.trace(), "SPAN_KIND_SERVER").size();
      if (spans != 1) {
        miscounted.add(exchange.path() + ": " + spans);
      }
    }
    return miscounted;
  }

  MetricsPage metrics() {
    return MetricsPage.scrape(home.metricsPort());
  }

  List<String> stderr() {
    return application.jvm().stderr();
  }

  @Override
  public void close() {
    application.close();
    receiver.close();
  }
}
