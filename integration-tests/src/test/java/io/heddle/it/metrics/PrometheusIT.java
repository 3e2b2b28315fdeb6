package io.heddle.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Prometheus;
import io.heddle.it.harness.Prometheus.Series;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One application under the packaged agent, sixty tenants and a dozen labels, and a Prometheus that
 * scrapes it while other tenants become the heavy ones, again and again.
 */
class PrometheusIT {
  private static final int BUDGET = 12;
  private static final int PHASES = 5;

  /** Each phase lasts half as long again, so that the new heavy ones outweigh those before. */
  private static final double GROWTH = 1.5;

  private static final int SCRAPES = 3;

  private static final String BY_TENANT = "heddle_tenant_http_requests_total";
  private static final String TOTAL = "heddle_http_requests_total";
  private static final String DURATIONS = "http_server_request_duration_seconds_count";

  @TempDir static Path folder;

  private static int answered;
  private static int served;
  private static double durations;
  private static List<Series> byTenant;
  private static Series total;
  private static double rateByTenant;
  private static double rateOfTotal;
  private static MetricsPage lastPage;

  @BeforeAll
  static void scrapeThroughSwaps() throws Exception {
    requirePrometheus();
    AgentHome home = AgentHome.in(folder).with("labels.budget", Integer.toString(BUDGET));
    try (Application application = TomcatApplication.start(Jdks.oldest(), home, folder);
        Prometheus prometheus =
            Prometheus.scraping(home.metricsPort(), folder.resolve("prometheus"))) {
      answered = requestInPhases(application, prometheus);
      served = Integer.parseInt(application.send(Call.of("GET", "/hellos")).body()) + 1;
      awaitLastRequest(prometheus, home.metricsPort());
      durations = prometheus.value("sum(" + DURATIONS + ")");
      byTenant = prometheus.samples(BY_TENANT);
      total = prometheus.samples(TOTAL).get(0);
      rateByTenant = prometheus.value("sum(rate(" + BY_TENANT + "[30s]))");
      rateOfTotal = prometheus.value("sum(rate(" + TOTAL + "[30s]))");
      lastPage = MetricsPage.scrape(home.metricsPort());
    }
  }

  private static void awaitLastRequest(Prometheus prometheus, int metricsPort) throws Exception {
    try {
      Eventually.holds(
          "the last request is on a page",
          Duration.ofSeconds(20),
          () -> prometheus.value(TOTAL) >= served);
    } catch (AssertionError late) {
      MetricsPage page = MetricsPage.scrape(metricsPort);
      throw new AssertionError(
          served
              + " requests were served and "
              + answered
              + " of them answered; the agent counts "
              + page.sum(TOTAL)
              + " by tenant and "
              + page.sum(DURATIONS)
              + " by duration, Prometheus "
              + prometheus.value(TOTAL),
          late);
    }
  }

  private static void requirePrometheus() {
    String advice =
        "prometheus and promtool are not on the PATH; Debian's package prometheus has both";
    if (!Prometheus.isInstalled() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(advice + ", and .ci/run installs it");
    }
    if (!Prometheus.isInstalled()) {
      System.out.println("[heddle] no labels under a real Prometheus: " + advice);
    }
    assumeTrue(Prometheus.isInstalled(), advice);
  }

  private static int requestInPhases(Application application, Prometheus prometheus)
      throws Exception {
    Clients clients = Clients.of(application);
    double scrapes = SCRAPES;
    for (int phase = 0; phase < PHASES; phase++) {
      clients.prefer(phase * Clients.HEAVY);
      prometheus.awaitScrapes((int) scrapes);
      scrapes *= GROWTH;
    }
    return clients.join();
  }

  @Test
  void labelsAreSwapped() {
    long evicted =
        byTenant.stream()
            .filter(series -> series.samples().lastKey() < total.samples().lastKey())
            .count();
    assertThat(evicted).isGreaterThanOrEqualTo(Clients.HEAVY);
    assertThat(lastPage.matching(BY_TENANT))
        .extracting(sample -> sample.labels().get("tenant"))
        .as("the heavy tenants of the last phase are labelled")
        .contains(heavyOfLastPhase());
  }

  private static String[] heavyOfLastPhase() {
    String[] tenants = new String[Clients.HEAVY];
    for (int i = 0; i < tenants.length; i++) {
      tenants[i] = Clients.tenant((PHASES - 1) * Clients.HEAVY + i);
    }
    return tenants;
  }

  @Test
  void noPageHasMoreLabelsThanTheBudget() {
    Map<Double, Integer> labels = new TreeMap<>();
    for (Series series : byTenant) {
      series.samples().keySet().forEach(time -> labels.merge(time, 1, Integer::sum));
    }
    assertThat(labels.values()).isNotEmpty().allMatch(count -> count <= BUDGET);
  }

  /** What the application served: a client may send a request twice whose answer was lost. */
  @Test
  void everyRequestIsInTheTotal() {
    assertThat(total.samples().lastEntry().getValue())
        .as("%s of them answered", answered)
        .isEqualTo(served)
        .isEqualTo(durations);
  }

  @Test
  void theLabelsGrowByWhatTheTotalGrowsByAtEveryScrape() {
    assertThat(Increases.of(byTenant)).isEqualTo(Increases.of(List.of(total)));
  }

  @Test
  void theSumOfRatesIsTheRateOfTheTotal() {
    // Both are extrapolated, a series that began or ended within the window by less.
    assertThat(rateByTenant).isCloseTo(rateOfTotal, within(0.05 * rateOfTotal));
  }

  @Test
  void promtoolFindsNothingToComplainAbout() throws IOException, InterruptedException {
    Path page = Files.writeString(folder.resolve("page"), lastPage.text());
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .start();
    String complaints =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(complaints).isZero();
    assertThat(complaints).isEmpty();
  }
}
