package io.heddle.exporter.telemetry.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.exporter.telemetry.HeddleThread;
import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.exporter.telemetry.metrics.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScrapePageTest {
  private final TenantMetrics<String> tenants = Tenants.withBudget(10);
  private final Metrics metrics = new Metrics(tenants);
  private final Explanations explanations = new Explanations();
  private final ScrapePage page = open();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void showsTheMetrics() throws Exception {
    tenants.recordHttp("tenant-3", false, 1);

    HttpResponse<String> response = send("GET", "/metrics?name[]=x");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .contains("heddle_tenant_http_requests_total{tenant=\"tenant-3\",} 1.0");
  }

  @Test
  void speaksOpenMetricsToAScraperThatPrefersIt() throws Exception {
    HttpResponse<String> response =
        send(
            "GET",
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void zipsTheMetricsForAScraperThatUnzips() throws Exception {
    tenants.recordHttp("tenant-3", false, 1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + "/metrics"))
            .header("Accept-Encoding", "gzip")
            .build();

    HttpResponse<byte[]> zipped = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(zipped.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertThat(new String(plain, StandardCharsets.UTF_8))
        .contains("heddle_tenant_http_requests_total{tenant=\"tenant-3\",} 1.0");
    assertThat(send("GET", "/metrics").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/explain?x=1&tenant=a%22b&format=json, */*",
    "/explain?tenant=a%22b, application/json",
    "/explain?tenant=a%22b, 'text/plain;q=0.1, application/json;q=0.9'"
  })
  void explainsATenantToAProgram(String path, String accept) throws Exception {
    explanations.add(tenant -> "one of " + tenant);
    explanations.add(tenant -> "und größer\tals \\");
    explanations.addFigures(tenant -> Map.of("rank", 3));

    HttpResponse<String> response = send("GET", path, "Accept", accept);

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"a\\\"b\",\"rank\":3,\"explanation\":[\"one of a\\\"b\","
                + "\"und gr\\u00f6\\u00dfer\\u0009als \\\\\"]}");
  }

  @Test
  void explainsInSentencesToWhoeverRefusesJson() throws Exception {
    explanations.add(tenant -> "one of " + tenant);
    assertThat(send("GET", "/explain?tenant=a", "Accept", "application/json;q=0").body())
        .isEqualTo("one of a\n");
  }

  @Test
  void takesATenantWhoseNameIsSentAsItIs() throws Exception {
    explanations.add(tenant -> "about " + tenant);
    assertThat(raw("GET /explain?tenant=größer HTTP/1.1\r\n\r\n")).endsWith("about größer\n");
  }

  @Test
  void explainsATenant() throws Exception {
    explanations.add(tenant -> tenant + " is one line.");
    explanations.add(tenant -> tenant + " is another.");

    HttpResponse<String> response = send("GET", "/explain?tenant=a%20b%2Bc");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("a b+c is one line.\na b+c is another.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/explain, 400",
    "/explain?tenant=%ZZ, 400",
    "/explain?name=acme, 400",
    "/explain?tenant=, 200",
    "/explain?tenant=acme&format=xml, 400",
    "/explain?tenant=acme%0Aglobex, 400",
    "/explain?x=1&tenant=acme&&y, 200"
  })
  void saysWhatItExpectsOfAQuestion(String path, int status) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /healthz, 200",
    "HEAD, /healthz, 200",
    "HEAD, /metrics, 200",
    "POST, /metrics, 405",
    "DELETE, /healthz, 405",
    "GET, /, 404",
    "GET, /metrics/x, 404",
    "POST, /other, 404",
  })
  void answersEveryMethodAndPath(String method, String path, int status) throws Exception {
    HttpResponse<String> response = send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body().isEmpty()).isEqualTo(method.equals("HEAD"));
    if (status == 405) {
      assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\u0016\u0003\u0001\n\n', 400",
    "'GET\r\n\r\n', 400",
    "'\r\n\r\n', 400",
    "'GET /metrics SPDY/3\r\n\r\n', 400",
    "'GET http://other/metrics HTTP/1.1\r\n\r\n', 400",
    "'GET /metrics HTTP/1.0\n\n', 200",
    "'GET /healthz HTTP/1.1\r\nthis is no header\r\n\r\n', 200",
  })
  void answersWhateverIsSent(String request, int status) throws Exception {
    assertThat(raw(request)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void refusesHeadersWithoutEnd() throws Exception {
    String endless = "GET /metrics HTTP/1.1\r\nx: " + "y".repeat(ScrapeRequest.MOST_BYTES);
    // Cut to what the page reads, so that its answer is not lost to unread bytes.
    assertThat(raw(endless.substring(0, ScrapeRequest.MOST_BYTES + 1))).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void answersOthersWhileSomebodySaysNothing() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      // Room for one more, and for one that has answered and is about to leave.
      for (int i = 0; i < ScrapePage.MOST_CONNECTIONS - 2; i++) {
        silent.add(connect());
      }
      assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void closesASilentConnectionAfterAWhile() throws Exception {
    try (Socket silent = connect()) {
      // Blocks until the page gives up; without that, until the time limit of the test.
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void keepsItsThreadsApartFromTheApplications() throws Exception {
    send("GET", "/metrics");

    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("heddle-scrape"))
            .toList();
    assertThat(threads).isNotEmpty();
    assertThat(threads)
        .allMatch(thread -> thread instanceof HeddleThread)
        .allMatch(Thread::isDaemon)
        .allMatch(thread -> thread.getContextClassLoader() == null);
  }

  @Test
  void saysThatAPortIsTaken() {
    InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), page.port());

    assertThatThrownBy(() -> ScrapePage.open(taken, metrics, explanations))
        .isInstanceOf(BindException.class);
  }

  @Test
  void answersNobodyOnceClosed() {
    page.close();
    page.close();

    assertThatThrownBy(() -> connect().close()).isInstanceOf(ConnectException.class);
  }

  private ScrapePage open() {
    try {
      return ScrapePage.open(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, explanations);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), page.port());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + page.port() + path.replace("[]", "%5B%5D")))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
