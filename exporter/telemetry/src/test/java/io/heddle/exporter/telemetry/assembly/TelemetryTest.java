package io.heddle.exporter.telemetry.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.exporter.telemetry.metrics.Tenants;
import io.heddle.exporter.telemetry.otlp.OtlpOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelemetryTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final TenantMetrics<String> tenants = Tenants.withBudget(10);
  private Telemetry telemetry;

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void servesWhatWasRecordedBeforeItStarted() throws IOException {
    telemetry = telemetry(true, "127.0.0.1", 0, Map.of("OTEL_TRACES_EXPORTER", "otlp"));
    tenants.recordHttp("tenant-1", false, 1);
    telemetry.start();
    telemetry.start();

    assertThat(scrape())
        .contains("heddle_tenant_http_requests_total{tenant=\"tenant-1\",} 1.0")
        .contains("heddle_spans_lost_total{reason=\"queue_full\",} 0.0")
        .contains("heddle_spans_exported_total 0.0");
    assertThat(log).isEmpty();
  }

  @Test
  void takesTheNextPortAndSaysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      telemetry = telemetry(true, "127.0.0.1", taken.getLocalPort(), Map.of());
      telemetry.start();

      assertThat(telemetry.metricsPort()).isGreaterThan(taken.getLocalPort());
      assertThat(log)
          .singleElement()
          .asString()
          .contains(
              "port " + taken.getLocalPort() + " is taken",
              ":" + telemetry.metricsPort() + "/metrics");
      assertThat(scrape()).contains("heddle_http_requests_total");
    }
  }

  @Test
  void saysInOneLineThatThereIsNoPage() {
    telemetry = telemetry(true, "no-such-host.invalid", 9464, Map.of());
    telemetry.start();

    assertThat(telemetry.metricsPort()).isEqualTo(-1);
    assertThat(log).singleElement().asString().contains("no metrics page", "no-such-host.invalid");
  }

  @Test
  void opensNothingUnlessAsked() {
    telemetry = telemetry(false, "127.0.0.1", 0, Map.of());
    telemetry.start();

    assertThat(telemetry.metricsPort()).isEqualTo(-1);
    assertThat(telemetry.spans().isEnabled()).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  void closesTwiceAndBeforeItStarted() {
    telemetry = telemetry(true, "127.0.0.1", 0, Map.of("OTEL_TRACES_EXPORTER", "otlp"));
    telemetry.close();
    telemetry.start();

    assertThat(telemetry.metricsPort()).isEqualTo(-1);
  }

  private Telemetry telemetry(
      boolean servesMetrics, String host, int port, Map<String, String> variables) {
    OtlpOptions otlp = OtlpOptions.of(variables::get, log::add);
    return Telemetry.create(
        new TelemetryOptions(servesMetrics, host, port, otlp), tenants, log::add);
  }

  private String scrape() throws IOException {
    URI page = URI.create("http://127.0.0.1:" + telemetry.metricsPort() + "/metrics");
    try (InputStream in = page.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
