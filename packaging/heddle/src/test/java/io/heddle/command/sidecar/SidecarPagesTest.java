package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SidecarPagesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_012), ZoneOffset.UTC);

  private final ScriptedDrain drain = new ScriptedDrain(ScriptedDrain.archives(42));
  private final DrainHealth health = new DrainHealth(() -> 0, () -> Long.MAX_VALUE);
  private final Sidecar sidecar =
      new Sidecar(drain, health, Duration.ofMillis(1), Duration.ofSeconds(1));
  private final CollectorRegistry registry = new CollectorRegistry();
  private SidecarPages pages;

  @BeforeEach
  void start() throws IOException {
    registry.register(new SidecarMetrics(drain, health, sidecar, CLOCK));
    pages = SidecarPages.start(anyPort(), registry, health, sidecar);
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  @Test
  void servesItsSeries() throws Exception {
    drain.run();
    health.succeeded(4_096);
    health.failed(new IOException("once"));

    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(response.body())
        .contains(
            "# TYPE heddle_archive_records_total counter",
            "heddle_archive_records_total 42.0",
            "heddle_archive_duplicates_total 1.0",
            "heddle_archive_conflicts_total 2.0",
            "heddle_spool_losses_total 3.0",
            "heddle_spool_damages_total 4.0",
            "heddle_archive_segments_sealed_total 5.0",
            "heddle_archive_drain_errors_total 1.0",
            "heddle_spool_backlog_bytes 4096.0",
            "heddle_archive_last_record_age_seconds 12.0",
            "heddle_sidecar_state{state=\"active\",} 1.0",
            "heddle_sidecar_state{state=\"draining\",} 0.0");
  }

  @Test
  void isHealthyUntilSomethingIsWrong() throws Exception {
    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/healthz").body()).isEqualTo("ok\n");

    health.failed(new IOException("database is locked"));

    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/healthz").body()).isEqualTo("archiving fails: database is locked\n");
  }

  @Test
  void isNoLongerHealthyWhileItDrains() throws Exception {
    sidecar.stop();

    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/healthz").body()).isEqualTo("draining\n");
  }

  @Test
  void answersNothingElse() throws Exception {
    assertThat(send("GET", "/").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/secrets").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/metrics").statusCode()).isEqualTo(405);
    HttpResponse<String> head = send("HEAD", "/healthz");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void refusesAPortThatIsTaken() {
    InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), pages.port());

    assertThatThrownBy(() -> SidecarPages.start(taken, registry, health, sidecar))
        .isInstanceOf(IOException.class);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pages.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
