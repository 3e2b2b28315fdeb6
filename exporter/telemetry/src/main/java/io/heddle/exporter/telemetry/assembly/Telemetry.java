package io.heddle.exporter.telemetry.assembly;

import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.exporter.telemetry.otlp.SpanExport;
import io.heddle.exporter.telemetry.otlp.SpanLoss;
import io.heddle.exporter.telemetry.scrape.Explanations;
import io.heddle.exporter.telemetry.scrape.ScrapePage;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * The telemetry of one process.
 *
 * <p>Recording works from the creation on; pages and spans leave the process from {@link #start}
 * on. Nothing here throws for a reason outside the process: what goes wrong is told through the
 * log, in one line.
 */
public final class Telemetry {
  /** How long {@link #close} may take: a pod that is being stopped has 30 s for everything. */
  private static final long CLOSE_LIMIT_MILLIS = 3_000;

  private static final int LAST_PORT = 65_535;

  private final TelemetryOptions options;
  private final Consumer<String> log;
  private final Metrics metrics;
  private final SpanExport spans;
  private final Explanations explanations = new Explanations();
  private ScrapePage page;
  private boolean isStarted;

  private Telemetry(
      TelemetryOptions options, Consumer<String> log, Metrics metrics, SpanExport spans) {
    this.options = options;
    this.log = log;
    this.metrics = metrics;
    this.spans = spans;
  }

  /**
   * Creates it; starts no thread and opens no socket.
   *
   * @param tenants the tenants' series
   * @param log takes lines for the operator; any thread
   */
  public static Telemetry create(
      TelemetryOptions options, TenantMetrics<?> tenants, Consumer<String> log) {
    Metrics metrics = new Metrics(tenants);
    SpanExport spans = new SpanExport(options.otlp(), log);
    if (spans.isEnabled()) {
      metrics.describe(() -> describe(spans, metrics));
    }
    return new Telemetry(options, log, metrics, spans);
  }

  private static void describe(SpanExport spans, Metrics metrics) {
    metrics.counter(
        "heddle_spans_exported_total", "Spans that the collector has taken.", spans::exported);
    for (SpanLoss reason : SpanLoss.values()) {
      metrics.counter(
          "heddle_spans_lost_total",
          "Spans of sampled traces that did not arrive, by reason.",
          "reason",
          reason.label(),
          () -> spans.lost(reason));
    }
    metrics.gauge(
        "heddle_spans_waiting", "Finished operations that wait to be shipped.", spans::waiting);
  }

  /** Where series are recorded. */
  public Metrics metrics() {
    return metrics;
  }

  /** What is told about a tenant at {@code /explain}. */
  public Explanations explanations() {
    return explanations;
  }

  /** Where finished operations are handed over. */
  public SpanExport spans() {
    return spans;
  }

  /**
   * Opens the page and starts shipping. Not before the application's main method has begun, and
   * best from a {@link io.heddle.exporter.telemetry.HeddleThread}: the page loads networking.
   */
  public synchronized void start() {
    if (isStarted) {
      return;
    }
    isStarted = true;
    spans.start();
    if (options.servesMetrics()) {
      openPage();
    }
  }

  /** The port of the scrape page; -1 if there is none. */
  public synchronized int metricsPort() {
    return page == null ? -1 : page.port();
  }

  /** Closes the page and ships what is waiting, for three seconds at most. Idempotent. */
  public synchronized void close() {
    isStarted = true;
    if (page != null) {
      page.close();
      page = null;
    }
    spans.close(CLOSE_LIMIT_MILLIS);
  }

  private void openPage() {
    int first = options.metricsPort();
    // Two processes on one machine is the usual case, and the default port is the same for both.
    int last = first == 0 ? 0 : Math.min(LAST_PORT, first + TelemetryOptions.MORE_PORTS);
    for (int port = first; port <= last; port++) {
      InetSocketAddress address = new InetSocketAddress(options.metricsHost(), port);
      try {
        page = ScrapePage.open(address, metrics, explanations);
        if (port != first) {
          log.accept("port " + first + " is taken; metrics are on " + address(port));
        }
        return;
      } catch (BindException taken) {
        // the next one, or the line below
      } catch (IOException | RuntimeException failed) {
        log.accept("no metrics page on " + address(port) + ": " + failed);
        return;
      }
    }
    log.accept(
        "no metrics page: "
            + address(first)
            + " cannot be bound"
            + (last > first ? ", nor any port up to " + last : "")
            + "; set heddle.metrics.host and heddle.metrics.port");
  }

  private String address(int port) {
    return "http://" + options.metricsHost() + ":" + port + "/metrics";
  }
}
