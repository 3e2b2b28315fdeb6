package io.heddle.exporter.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heddle.sampler.series.LabelSeries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String SERVER = "http_server_request_duration_seconds";

  private static final String TENANT_LATENCY = "heddle_tenant_http_request_duration_seconds";
  private static final String ROUTE_ERRORS = "heddle_tenant_http_route_errors_total";

  private static final List<String> IDS = List.of("acme", "zeta", "late", "~other");

  private final TenantMetrics<String> tenants = Tenants.withBudget(3);
  private final Metrics metrics = new Metrics(tenants);

  @Test
  void countsARequestInItsBucketAndInAllAbove() {
    DurationSeries series = metrics.httpServer().series("GET", "/orders/{id}", 200, "");
    series.record(5_000_000);
    series.record(5_000_001);
    series.record(60_000_000_000L);

    Exposition page = Exposition.of(metrics);
    String[] labels = {
      "http_request_method", "GET", "http_route", "/orders/{id}", "http_response_status_code", "200"
    };
    assertThat(page.type(SERVER)).isEqualTo("histogram");
    assertThat(page.value(SERVER + "_bucket", with(labels, "le", "0.005"))).isEqualTo(1);
    assertThat(page.value(SERVER + "_bucket", with(labels, "le", "0.01"))).isEqualTo(2);
    assertThat(page.value(SERVER + "_bucket", with(labels, "le", "10.0"))).isEqualTo(2);
    assertThat(page.value(SERVER + "_bucket", with(labels, "le", "+Inf"))).isEqualTo(3);
    assertThat(page.value(SERVER + "_count", labels)).isEqualTo(3);
    assertThat(page.value(SERVER + "_sum", labels)).isEqualTo(60.010000001);
  }

  @Test
  void countsANegativeDurationAsNone() {
    metrics.database().series("h2", "SELECT", "").record(-7);

    Exposition page = Exposition.of(metrics);
    String[] labels = {"db_system_name", "h2", "db_operation_name", "SELECT"};
    assertThat(page.value("db_client_operation_duration_seconds_count", labels)).isEqualTo(1);
    assertThat(page.value("db_client_operation_duration_seconds_sum", labels)).isZero();
  }

  @Test
  void givesTheSameSeriesForEqualLabels() {
    DurationSeries series = metrics.httpClient().series("POST", "b.example", 503, "503");

    assertThat(metrics.httpClient().series("POST", new String("b.example"), 503, "503"))
        .isSameAs(series);
    assertThat(metrics.httpClient().series("POST", "b.example", 200, "")).isNotSameAs(series);
  }

  @Test
  void countsMethodsThatNobodyKnowsTogether() {
    metrics.httpServer().series("PROPFIND", "/", 405, "").record(1);
    metrics.httpServer().series("get", "/", 405, "").record(1);

    assertThat(
            Exposition.of(metrics)
                .value(
                    SERVER + "_count",
                    "http_request_method",
                    "_OTHER",
                    "http_route",
                    "/",
                    "http_response_status_code",
                    "405"))
        .isEqualTo(2);
  }

  @Test
  void countsWhatAFullFamilyHasNoRoomForAsOther() {
    for (int i = 0; i < Metrics.HTTP_SERVER_SERIES + 50; i++) {
      metrics.httpServer().series("GET", "/route/" + i, 200, "").record(1_000);
    }

    Exposition page = Exposition.of(metrics);
    assertThat(page.count(SERVER + "_count")).isEqualTo(Metrics.HTTP_SERVER_SERIES + 1);
    assertThat(page.sum(SERVER + "_count")).isEqualTo(Metrics.HTTP_SERVER_SERIES + 50);
    assertThat(
            page.value(
                SERVER + "_count",
                "http_request_method",
                "~other",
                "http_route",
                "~other",
                "http_response_status_code",
                "~other",
                "error_type",
                "~other"))
        .isEqualTo(50);
  }

  @Test
  void countsTenantsApartAndTogether() {
    tenants.recordHttp(IDS.get(0), false, 250_000_000);
    tenants.recordHttp(IDS.get(1), true, 500_000_000);
    tenants.recordHttp(IDS.get(2), true, 1_000_000_000);
    tenants.recordDb(IDS.get(0), true, 2_000_000_000);
    tenants.recordDb(IDS.get(2), false, 4_000_000_000L);

    Exposition page = Exposition.of(metrics);
    assertThat(page.value("heddle_tenant_http_requests_total", "tenant", "acme")).isEqualTo(1);
    assertThat(page.value("heddle_tenant_http_errors_total", "tenant", "acme")).isZero();
    assertThat(page.value("heddle_tenant_http_errors_total", "tenant", "zeta")).isEqualTo(1);
    assertThat(page.value("heddle_tenant_http_request_seconds_total", "tenant", "~other"))
        .isEqualTo(1);
    assertThat(page.has("heddle_tenant_http_requests_total", "tenant", "late")).isFalse();
    assertThat(page.value("heddle_http_requests_total")).isEqualTo(3);
    assertThat(page.value("heddle_http_errors_total")).isEqualTo(2);
    assertThat(page.value("heddle_http_request_seconds_total")).isEqualTo(1.75);
    assertThat(page.value("heddle_db_operations_total")).isEqualTo(2);
    assertThat(page.value("heddle_tenant_db_errors_total", "tenant", "acme")).isEqualTo(1);
    assertThat(page.value("heddle_tenant_db_seconds_total", "tenant", "~other")).isEqualTo(4);
    assertThat(page.value("heddle_tenant_labels_kept")).isEqualTo(2);
    assertThat(page.value("heddle_tenants_observed")).isEqualTo(3);
    assertThat(page.value("heddle_tenant_tier")).isZero();
    assertThat(page.value("heddle_tenant_labels_shown_total")).isEqualTo(2);
    assertThat(page.value("heddle_tenant_labels_gained_total", "reason", "first_seen"))
        .isEqualTo(2);
    assertThat(page.value("heddle_tenant_labels_lost_total", "reason", "outweighed")).isZero();
    assertThat(page.type("heddle_tenant_labels_lost_total")).isEqualTo("counter");
  }

  @Test
  void showsHowLongRequestsOfATenantTook() {
    tenants.recordHttp(IDS.get(0), false, -1);
    tenants.recordHttp(IDS.get(0), false, 25_000_000);
    tenants.recordHttp(IDS.get(0), false, 25_000_001);
    tenants.recordHttp(IDS.get(0), false, 300_000_000);
    tenants.recordHttp(IDS.get(0), false, 11_000_000_000L);
    tenants.recordHttp(IDS.get(1), false, 1_000_000);

    Exposition page = Exposition.of(metrics);
    assertThat(
            List.of("0.025", "0.1", "0.25", "1.0", "5.0", "+Inf").stream()
                .map(le -> page.value(TENANT_LATENCY + "_bucket", "tenant", "acme", "le", le)))
        .containsExactly(2.0, 3.0, 3.0, 4.0, 4.0, 5.0);
    assertThat(page.value(TENANT_LATENCY + "_count", "tenant", "acme")).isEqualTo(5);
    assertThat(page.value(TENANT_LATENCY + "_sum", "tenant", "acme"))
        .isCloseTo(11.35, within(1e-6));
    assertThat(page.value("heddle_tenant_http_requests_total", "tenant", "acme")).isEqualTo(5);
    assertThat(page.type(TENANT_LATENCY)).isEqualTo("histogram");
  }

  @Test
  void showsTheBucketsThatThePolicyNamesAndNoneIfItNamesNone() {
    tenants.recordHttp(IDS.get(0), false, 2_000_000_000);
    tenants.change(Tenants.rules(3, new LabelSeries(List.of(Duration.ofSeconds(10)), 0)));
    Exposition page = Exposition.of(metrics);
    assertThat(page.value(TENANT_LATENCY + "_bucket", "tenant", "acme", "le", "10.0")).isEqualTo(1);
    assertThat(page.value(TENANT_LATENCY + "_bucket", "tenant", "acme", "le", "+Inf")).isEqualTo(1);
    assertThat(page.has(TENANT_LATENCY + "_bucket", "tenant", "acme", "le", "1.0")).isFalse();

    tenants.change(Tenants.rules(3, new LabelSeries(List.of(), 0)));
    assertThat(Exposition.text(metrics, null)).doesNotContain(TENANT_LATENCY);
  }

  @Test
  void showsWhereRequestsOfATenantFailed() {
    tenants.change(Tenants.rules(3, new LabelSeries(List.of(), 1)));
    tenants.recordHttp(IDS.get(0), true, 1);
    tenants.recordRouteError(IDS.get(0), "/orders/{id}");
    tenants.recordRouteError(IDS.get(0), "/items");
    tenants.recordRouteError("nobody", "/orders/{id}");
    Exposition first = Exposition.of(metrics);
    assertThat(first.value(ROUTE_ERRORS, "tenant", "acme", "http_route", "/orders/{id}")).isZero();
    Exposition second = Exposition.of(metrics);
    assertThat(second.value(ROUTE_ERRORS, "tenant", "acme", "http_route", "/orders/{id}"))
        .isEqualTo(1);
    assertThat(second.sum(ROUTE_ERRORS)).isEqualTo(1);
    assertThat(second.value("heddle_tenant_http_route_errors_unshown_total")).isEqualTo(1);
  }

  @Test
  void takesWhatFailsAndWhatIsSlowForHeavier() {
    tenants.recordHttp("quick", false, 1_000);
    tenants.recordHttp("slow", false, 2_000_000_000);
    tenants.recordHttp("failing", true, 1_000);
    tenants.recordDb("failing", true, 1_000);
    Exposition.of(metrics);
    tenants.recordHttp("quick", false, 1_000);
    assertThat(tenants.explain("failing").most()).isCloseTo(20, within(1.0));
    tenants.recordHttp("other-slow", false, 2_000_000_000);
    tenants.run();
    assertThat(tenants.explain("other-slow").most()).isCloseTo(4, within(0.2));
  }

  @Test
  void hasOneSeriesForAllOthersEvenIfATenantIsCalledThat() {
    tenants.recordHttp(IDS.get(3), false, 1);
    tenants.recordHttp(IDS.get(0), false, 1);
    tenants.recordHttp(IDS.get(1), false, 1);

    Exposition page = Exposition.of(metrics);
    assertThat(page.value("heddle_tenant_http_requests_total", "tenant", "~other")).isEqualTo(2);
  }

  @Test
  void showsWhatOthersCount() {
    AtomicLong appended = new AtomicLong(41);
    metrics.counter("heddle_spool_appended_total", "Records appended.", appended::get);
    metrics.counter("heddle_spool_lost_total", "Lost.", "reason", "disk_full", () -> 2);
    metrics.counter("heddle_spool_lost_total", "Lost.", "reason", "too_large", () -> 3);
    metrics.gauge("heddle_spool_disk_bytes", "Size.", () -> 1L << 40);
    appended.incrementAndGet();

    Exposition page = Exposition.of(metrics);
    assertThat(page.value("heddle_spool_appended_total")).isEqualTo(42);
    assertThat(page.value("heddle_spool_lost_total", "reason", "disk_full")).isEqualTo(2);
    assertThat(page.sum("heddle_spool_lost_total")).isEqualTo(5);
    assertThat(page.value("heddle_spool_disk_bytes")).isEqualTo(0x1p40);
  }

  @Test
  void leavesOutAValueThatCannotBeRead() {
    metrics.gauge(
        "heddle_broken",
        "Broken.",
        () -> {
          throw new IllegalStateException("closed");
        });
    metrics.gauge("heddle_sound", "Sound.", () -> 1);

    Exposition page = Exposition.of(metrics);
    assertThat(page.has("heddle_broken")).isFalse();
    assertThat(page.value("heddle_sound")).isEqualTo(1);
  }

  @Test
  void refusesANameThatIsTakenOrMalformed() {
    metrics.gauge("heddle_threads", "Threads.", () -> 1);

    assertThatThrownBy(() -> metrics.gauge("heddle_threads", "Threads.", () -> 1))
        .hasMessageContaining("heddle_threads");
    assertThatThrownBy(() -> metrics.counter("heddle_threads", "Threads.", () -> 1))
        .hasMessageContaining("_total");
    assertThatThrownBy(() -> metrics.gauge("threads", "Threads.", () -> 1))
        .hasMessageContaining("heddle_");
  }

  @Test
  void writesOpenMetricsWithExemplarsIfAsked() {
    DurationSeries series = metrics.httpServer().series("GET", "/", 200, "");
    series.record(3_000_000, 0x0af7651916cd43ddL, 0x8448eb211c80319cL, true);
    series.record(4_000_000, 1, 2, false);
    series.record(20_000_000, 0xfL, 0xeL, true);

    String text = Exposition.text(metrics, Exposition.OPEN_METRICS);
    Exposition page = Exposition.parse(text);
    String[] labels = {
      "http_request_method", "GET", "http_route", "/", "http_response_status_code", "200"
    };
    assertThat(text).endsWith("# EOF\n");
    assertThat(page.exemplar(SERVER + "_bucket", with(labels, "le", "0.005")))
        .isEqualTo("{trace_id=\"0af7651916cd43dd8448eb211c80319c\"} 0.003");
    assertThat(page.exemplar(SERVER + "_bucket", with(labels, "le", "0.01"))).isNull();
    assertThat(page.exemplar(SERVER + "_bucket", with(labels, "le", "0.025")))
        .isEqualTo("{trace_id=\"000000000000000f000000000000000e\"} 0.02");
    assertThat(metrics.page(Exposition.OPEN_METRICS, "test").contentType())
        .startsWith("application/openmetrics-text");
    assertThat(Exposition.text(metrics, null)).doesNotContain("trace_id", "# EOF");
  }

  @Test
  void escapesWhatWouldBreakThePage() {
    metrics.httpServer().series("GET", "/a\"b\\c\nd", 200, "").record(1);

    assertThat(Exposition.text(metrics, null)).contains("http_route=\"/a\\\"b\\\\c\\nd\"");
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] longer = Arrays.copyOf(labels, labels.length + 2);
    longer[labels.length] = name;
    longer[labels.length + 1] = value;
    return longer;
  }
}
