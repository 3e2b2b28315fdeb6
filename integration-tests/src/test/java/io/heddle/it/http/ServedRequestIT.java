package io.heddle.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to serve a request. */
@ParameterizedClass(name = "{0}")
@MethodSource("jdks")
class ServedRequestIT {
  /** How a request is answered, and what its span must say. */
  private record Expected(String method, String path, int status, String route, String error) {}

  private static final List<Expected> REQUESTS =
      List.of(
          new Expected("GET", "/plain", 200, "/plain", ""),
          new Expected("POST", "/plain?status=404", 404, "/plain", ""),
          new Expected("GET", "/plain?status=503", 503, "/plain", "503"),
          new Expected("GET", "/nowhere", 404, "", ""),
          new Expected("GET", "/throws", 500, "/throws", "java.lang.IllegalStateException"),
          new Expected(
              "GET",
              "/throws-wrapped",
              500,
              "/throws-wrapped",
              "java.lang.UnsupportedOperationException"),
          new Expected("GET", "/teapot", 418, "/teapot", ""),
          new Expected("GET", "/forward", 200, "/forward", ""),
          new Expected("GET", "/include", 200, "/include", ""),
          new Expected("GET", "/guarded/secret", 401, "/guarded/*", ""),
          new Expected("GET", "/async/complete", 200, "/async/complete", ""),
          new Expected("GET", "/async/complete?status=502", 502, "/async/complete", "502"),
          new Expected("GET", "/async/start", 200, "/async/start", ""),
          new Expected("GET", "/async/dispatch", 200, "/async/dispatch", ""),
          new Expected(
              "GET",
              "/async/dispatch-and-throw",
              500,
              "/async/dispatch-and-throw",
              "java.lang.RuntimeException"),
          new Expected("GET", "/async/again", 200, "/async/again", ""),
          new Expected(
              "GET", "/async/throw", 500, "/async/throw", "java.lang.IllegalStateException"),
          new Expected("GET", "/async/timeout", 500, "/async/timeout", "timeout"),
          new Expected(
              "GET", "/async/timeout-answered", 503, "/async/timeout-answered", "timeout"));

  @TempDir static Path folder;

  private static HttpRun run;

  @Parameter Jdk jdk;

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(Jdk jdk) throws Exception {
    stop();
    run = HttpRun.on(jdk, folder.resolve("jdk" + jdk.feature()));
  }

  @AfterAll
  static void stop() {
    if (run != null) {
      run.close();
    }
  }

  @Test
  void isOneSpanWithTheStatusThatTheClientSaw() {
    Map<Expected, HttpRun.Exchange> exchanges = new LinkedHashMap<>();
    for (int round = 0; round < 3; round++) {
      for (Expected request : REQUESTS) {
        exchanges.put(request, run.exchange(request.method(), request.path()));
      }
    }
    SoftAssertions softly = new SoftAssertions();
    exchanges.forEach(
        (expected, exchange) -> {
          softly
              .assertThat(exchange.answer().status())
              .as("%s", expected)
              .isEqualTo(expected.status());
          Span span = run.served(exchange).span();
          softly
              .assertThat(attribute(span, "http.route"))
              .as("%s", expected)
              .isEqualTo(expected.route());
          softly
              .assertThat(attribute(span, "error.type"))
              .as("%s", expected)
              .isEqualTo(expected.error());
          softly
              .assertThat(number(span, "http.response.status_code"))
              .as("%s", expected)
              .isEqualTo(expected.status());
          softly
              .assertThat(attribute(span, "tenant.id"))
              .as("%s", expected)
              .isEqualTo(exchange.tenant());
          softly
              .assertThat(span.getStatus().getCode().name())
              .as("%s", expected)
              .isEqualTo(expected.error().isEmpty() ? "STATUS_CODE_UNSET" : "STATUS_CODE_ERROR");
        });
    softly.assertThat(run.miscounted()).isEmpty();
    softly.assertAll();
    assertNoTrouble();
  }

  @Test
  void doesItsWorkForItsTenantAndCreatesNoSession() {
    SoftAssertions softly = new SoftAssertions();
    for (String path :
        List.of(
            "/plain",
            "/forward",
            "/include",
            "/async/complete",
            "/async/start",
            "/async/dispatch",
            "/async/again")) {
      for (int round = 0; round < 3; round++) {
        HttpRun.Exchange exchange = run.exchange("GET", path);
        softly.assertThat(exchange.toldTenant()).as(path).isEqualTo(exchange.tenant());
        softly.assertThat(exchange.toldTraceId()).as(path).isEqualTo(exchange.trace().id());
        softly.assertThat(exchange.answer().body()).as(path).endsWith("|true");
        HttpRun.Exchange nobody = run.exchangeOfNobody(path);
        softly.assertThat(nobody.toldTenant()).as("nobody after %s", path).isEqualTo("-");
      }
    }
    softly.assertAll();
    assertNoTrouble();
  }

  @Test
  void startsATraceOfItsOwnForAMalformedTraceParent() {
    String id = "0af7651916cd43dd8448eb211c80319c";
    String parent = "b7ad6b7169203331";
    List<String> malformed =
        new ArrayList<>(
            List.of(
                "x",
                "00-" + id + "-" + parent,
                "00-" + id + "-" + parent + "-1",
                "00-" + id + "-" + parent + "-01-",
                "ff-" + id + "-" + parent + "-01",
                "0g-" + id + "-" + parent + "-01",
                "00-" + id.toUpperCase() + "-" + parent + "-01",
                "00-" + "0".repeat(32) + "-" + parent + "-01",
                "00-" + id + "-" + "0".repeat(16) + "-01",
                "00_" + id + "_" + parent + "_01",
                "00-" + id + "-" + parent + "-01".repeat(1000)));
    SoftAssertions softly = new SoftAssertions();
    for (String header : malformed) {
      HttpRun.Exchange exchange =
          run.exchange("GET", "/plain", "acme", Map.of("traceparent", header));
      softly.assertThat(exchange.toldTraceId()).as(header).isNotEqualToIgnoringCase(id);
      softly.assertThat(exchange.toldTraceId()).as(header).matches("(?!0{32})[0-9a-f]{32}");
      softly.assertThat(exchange.toldTenant()).as(header).isEqualTo("acme");
    }
    softly.assertAll();
  }

  @Test
  void passesOnWhatOtherTracersLeft() {
    HttpRun.Exchange exchange =
        run.exchange("GET", "/plain", "acme", Map.of("tracestate", "vendor=1, other@x=2"));
    assertThat(exchange.answer().body().split("\\|")[2])
        .matches("hd=t:[0-9a-f]{10},vendor=1,other@x=2");
  }

  @Test
  void describesItsSpanWithoutTheQuery() {
    HttpRun.Exchange exchange = run.exchange("GET", "/plain?secret=4711");
    OtlpReceiver.Received span = run.served(exchange);
    assertThat(span.parentSpanId()).isEqualTo(exchange.trace().spanId());
    assertThat(span.span().getName()).isEqualTo("GET /plain");
    assertThat(span.attribute("url.path")).isEqualTo("/plain");
    assertThat(span.attribute("url.scheme")).isEqualTo("http");
    assertThat(span.attribute("server.address")).isEqualTo("127.0.0.1");
    assertThat(span.attribute("network.protocol.version")).isEqualTo("1.1");
    assertThat(span.span().toString()).doesNotContain("4711");
  }

  @Test
  void callsAnUnknownMethodOther() {
    OtlpReceiver.Received span = run.served(run.exchange("BREW", "/plain"));
    assertThat(span.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(span.span().getName()).isEqualTo("HTTP /plain");
  }

  private static void assertNoTrouble() {
    assertThat(run.metrics().sum("heddle_context_leaks_total")).isZero();
    assertThat(run.metrics().sum("heddle_instrumentation_failures_total")).isZero();
    assertThat(run.stderr()).hasSize(1);
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  private static long number(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .mapToLong(attribute -> attribute.getValue().getIntValue())
        .findFirst()
        .orElse(-1);
  }
}
