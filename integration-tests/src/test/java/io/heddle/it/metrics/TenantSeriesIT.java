package io.heddle.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a page says of each tenant that has a label: how long its requests took, where they failed.
 */
class TenantSeriesIT {
  private static final String LATENCY = "heddle_tenant_http_request_duration_seconds";
  private static final String ROUTE_ERRORS = "heddle_tenant_http_route_errors_total";

  @TempDir Path folder;

  @Test
  void everyLabelHasAHistogramAndErrorsByRouteIfAskedFor() throws Exception {
    AgentHome home =
        AgentHome.in(folder)
            .withPolicy(
                """
                version: 1
                revision: 1
                labels: {latency-bounds: [100ms, 10s], route-errors: 10}
                """);
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      await(home, "the policy", page -> page.sum("heddle_policy_revision") == 1);
      send(application, "acme", "/commit?name=a", 200);
      send(application, "acme", "/commit?name=b", 200);
      send(application, "acme", "/exception", 500);
      send(application, "zeta", "/commit?name=d", 200);
      await(home, "acme's error", page -> page.sum(ROUTE_ERRORS, "tenant", "acme") == 1);
      MetricsPage page = MetricsPage.scrape(home.metricsPort());

      assertThat(page.sum(LATENCY + "_bucket", "tenant", "acme", "le", "+Inf")).isEqualTo(3);
      assertThat(page.sum(LATENCY + "_bucket", "tenant", "acme", "le", "10.0")).isEqualTo(3);
      assertThat(page.matching(LATENCY + "_bucket", "tenant", "acme")).hasSize(3);
      assertThat(page.sum(LATENCY + "_count", "tenant", "zeta")).isEqualTo(1);
      assertThat(page.sum(LATENCY + "_sum", "tenant", "acme"))
          .isGreaterThan(0)
          .isEqualTo(page.sum("heddle_tenant_http_request_seconds_total", "tenant", "acme"));
      assertThat(page.sum(ROUTE_ERRORS, "tenant", "acme", "http_route", "/exception")).isEqualTo(1);
      assertThat(page.matching(ROUTE_ERRORS)).hasSize(1);
    }
  }

  private static void send(Application application, String tenant, String path, int status) {
    assertThat(application.send(Call.of("POST", path).tenant(tenant)).status()).isEqualTo(status);
  }

  private static void await(AgentHome home, String what, Predicate<MetricsPage> condition) {
    MetricsPage.await(home.metricsPort(), what, Duration.ofSeconds(20), condition);
  }
}
