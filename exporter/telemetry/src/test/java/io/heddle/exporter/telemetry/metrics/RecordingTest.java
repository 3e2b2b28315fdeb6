package io.heddle.exporter.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What many threads record at once: nothing is lost, and nothing is allocated. */
class RecordingTest {
  private static final int THREADS = 4;
  private static final int EACH = 200_000;
  private static final int TENANTS = 500;
  private static final int BUDGET = 100;

  private final TenantMetrics<String> tenants = Tenants.withBudget(BUDGET);
  private final Metrics metrics = new Metrics(tenants);
  private final String[] ids = new String[TENANTS];

  RecordingTest() {
    Arrays.setAll(ids, tenant -> "tenant-" + tenant);
  }

  @Test
  void losesNothingAndKeepsTheSumEqualToTheTotalWhileItIsScraped() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> recorders = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int seed = thread;
        recorders.add(threads.submit(() -> recordEverything(new Random(seed))));
      }
      Exposition before = Exposition.of(metrics);
      while (!recorders.stream().allMatch(Future::isDone)) {
        Exposition page = Exposition.of(metrics);
        assertConsistent(page);
        assertGrowsAsItsTotal(before, page);
        before = page;
      }
      for (Future<?> recorder : recorders) {
        recorder.get();
      }
    } finally {
      threads.shutdownNow();
    }

    Exposition page = Exposition.of(metrics);
    assertConsistent(page);
    assertThat(page.value("heddle_http_requests_total")).isEqualTo(THREADS * EACH);
    assertThat(page.value("heddle_http_errors_total")).isEqualTo(THREADS * EACH / 10);
    assertThat(page.value("heddle_http_request_seconds_total"))
        .isEqualTo(THREADS * EACH * 1_000L / 1e9);
    assertThat(page.sum("http_server_request_duration_seconds_count")).isEqualTo(THREADS * EACH);
    assertThat(page.count("heddle_tenant_http_requests_total"))
        .isBetween(BUDGET * 9L / 10, (long) BUDGET);
  }

  @Test
  void neverPutsATraceIdTogetherFromTwo() throws Exception {
    DurationSeries series = metrics.httpServer().series("GET", "/", 200, "");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch running = new CountDownLatch(THREADS);
      for (int thread = 0; thread < THREADS; thread++) {
        long id = thread + 1;
        threads.submit(
            () -> {
              for (long i = 0; i < EACH; i++) {
                series.record(id, id << 32 | i, id << 32 | i, true);
              }
              running.countDown();
            });
      }
      int seen = 0;
      while (running.getCount() > 0 || seen == 0) {
        Exemplars.Exemplar exemplar = series.exemplar(0);
        if (exemplar != null) {
          seen++;
          assertThat(exemplar.traceIdHigh()).isEqualTo(exemplar.traceIdLow());
          assertThat(exemplar.durationNanos()).isEqualTo(exemplar.traceIdHigh() >>> 32);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void allocatesNothingForKnownSeriesAndTenants() {
    recordEverything(new Random(1));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();

    Random random = new Random(1);
    long before = threads.getCurrentThreadAllocatedBytes();
    recordEverything(random);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // The reading itself may allocate a little; a byte for each record would be 200,000.
    assertThat(allocated).isLessThan(1_000);
  }

  private void recordEverything(Random random) {
    for (int i = 0; i < EACH; i++) {
      boolean error = i % 10 == 0;
      int tenant = random.nextInt(TENANTS);
      tenants.recordHttp(ids[tenant], error, 1_000);
      tenants.recordDb(ids[tenant], error, 1_000);
      metrics
          .httpServer()
          .series("GET", "/orders", error ? 500 : 200, error ? "500" : "")
          .record(i * 1_000L, tenant, i, error);
      metrics.httpClient().series("GET", "b.example", 404, "404").record(i);
      metrics.database().series("postgresql", "SELECT", "").record(i);
    }
  }

  /** What a scraper adds up: a label that is new, or new again, begins at zero. */
  private static void assertGrowsAsItsTotal(Exposition before, Exposition after) {
    Map<String, Double> earlier = before.samples("heddle_tenant_http_requests_total");
    double[] growth = {0};
    after
        .samples("heddle_tenant_http_requests_total")
        .forEach(
            (label, value) -> {
              double from = earlier.getOrDefault(label, 0.0);
              boolean isNew = !earlier.containsKey(label) || value < from;
              if (isNew) {
                assertThat(value).as(label).isZero();
              }
              growth[0] += isNew ? value : value - from;
            });
    assertThat(growth[0])
        .isEqualTo(
            after.value("heddle_http_requests_total") - before.value("heddle_http_requests_total"));
  }

  private static void assertConsistent(Exposition page) {
    assertThat(page.value("heddle_http_errors_total"))
        .isLessThanOrEqualTo(page.value("heddle_http_requests_total"));
    assertThat(page.count("heddle_tenant_http_requests_total")).isLessThanOrEqualTo(BUDGET);
  }
}
