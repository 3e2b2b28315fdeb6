package io.heddle.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver.Received;
import io.heddle.it.harness.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which traces are kept, and what is said about the probability. */
class KeptTracesIT {
  @TempDir static Path folder;

  private static HttpRun run;

  @BeforeAll
  static void start() throws Exception {
    run = HttpRun.on(Jdks.newest(), folder);
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @Test
  void leavesOutWhatItsCallerHasDropped() {
    Trace trace = Trace.start();
    run.exchange("GET", "/plain", "acme", Map.of("traceparent", unsampled(trace)));

    assertThat(run.servedOf(trace)).isEmpty();
  }

  @Test
  void keepsAFailureThatItsCallerHasDroppedAndSaysThatItWasCertain() {
    Trace trace = Trace.start();
    run.exchange(
        "GET",
        "/plain?status=503",
        "acme",
        Map.of("traceparent", unsampled(trace), "tracestate", "vendor=1,ot=x:y"));

    List<Received> spans = run.servedOf(trace);
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).span().getTraceState()).isEqualTo("ot=th:0;x:y,vendor=1");
    assertThat(spans.get(0).attribute("url.path")).isEqualTo("/plain");
    assertThat(run.metrics().sum("heddle_traces_kept_total", "reason", "promoted")).isPositive();
  }

  @Test
  void followsACallerThatKeepsAndErasesAThresholdThatDisagrees() {
    Trace trace = Trace.start();
    run.exchange(
        "GET",
        "/plain",
        "acme",
        // No randomness is below 0, and only the highest is not below all ones.
        Map.of("traceparent", trace.traceParent(), "tracestate", "ot=th:ffffffffffffff,vendor=1"));

    assertThat(run.servedOf(trace))
        .singleElement()
        .satisfies(span -> assertThat(span.span().getTraceState()).isEqualTo("vendor=1"));
  }

  @Test
  void saysOfATraceThatBeginsHereThatItWasKeptWithCertainty() {
    run.exchange("GET", "/plain", "root-tenant", Map.of("traceparent", "malformed"));

    assertThat(run.servedOf("root-tenant"))
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.span().getTraceState()).isEqualTo("ot=th:0");
              assertThat(span.span().getParentSpanId().isEmpty()).isTrue();
            });
    MetricsPage page = run.metrics();
    assertThat(page.sum("heddle_traces_kept_total", "reason", "pooled")).isPositive();
    assertThat(page.sum("heddle_traces_budget_per_minute")).isEqualTo(6_000);
  }

  private static String unsampled(Trace trace) {
    return trace.traceParent().replaceFirst("-01$", "-00");
  }
}
