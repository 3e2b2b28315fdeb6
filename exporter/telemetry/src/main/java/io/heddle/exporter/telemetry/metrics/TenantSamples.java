package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.labels.LabelPage;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;

/**
 * The tenant family and its totals.
 *
 * <p>Both come from one reading of the counters, so from page to page the labels together grow by
 * what the total grows, however much is counted meanwhile and whichever labels change.
 */
final class TenantSamples<T> {
  /** One counter of the family: its name with and without the tenant, and its index. */
  private enum Counter {
    HTTP_REQUESTS("http_requests_total", "HTTP requests served", TenantMetrics.HTTP_REQUESTS, 1),
    HTTP_ERRORS("http_errors_total", "HTTP requests that failed", TenantMetrics.HTTP_ERRORS, 1),
    HTTP_SECONDS(
        "http_request_seconds_total", "Time spent on HTTP requests", TenantMetrics.HTTP_NANOS, 1e9),
    DB_OPERATIONS("db_operations_total", "Database operations", TenantMetrics.DB_OPERATIONS, 1),
    DB_ERRORS("db_errors_total", "Database operations that failed", TenantMetrics.DB_ERRORS, 1),
    DB_SECONDS(
        "db_seconds_total", "Time spent on database operations", TenantMetrics.DB_NANOS, 1e9);

    final String name;
    final String help;
    final int index;
    final double divisor;

    Counter(String name, String help, int index, double divisor) {
      this.name = name;
      this.help = help;
      this.index = index;
      this.divisor = divisor;
    }
  }

  private static final List<String> TENANT = List.of("tenant");

  private final List<List<String>> labels = new ArrayList<>();
  private final List<long[]> values = new ArrayList<>();
  private final long[] total;

  TenantSamples(TenantMetrics<T> metrics, LabelPage<T> page) {
    long[] other = page.other().clone();
    for (LabelPage.Row<T> row : page.rows()) {
      String name = metrics.nameOf(row.tenant());
      if (name.equals(LabelValues.OTHER)) {
        // A tenant may call itself so: one series, or the page is malformed.
        add(other, row.values());
      } else {
        labels.add(List.of(name));
        values.add(row.values());
      }
    }
    labels.add(List.of(LabelValues.OTHER));
    values.add(other);
    total = page.total();
  }

  void addTo(List<MetricFamilySamples> families) {
    for (Counter counter : Counter.values()) {
      String name = "heddle_tenant_" + counter.name;
      List<MetricFamilySamples.Sample> samples = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        samples.add(
            new MetricFamilySamples.Sample(
                name, TENANT, labels.get(i), values.get(i)[counter.index] / counter.divisor));
      }
      families.add(
          new MetricFamilySamples(
              name, Collector.Type.COUNTER, counter.help + ", by tenant.", samples));
      families.add(
          SeriesCollector.single(
              "heddle_" + counter.name,
              Collector.Type.COUNTER,
              counter.help + ".",
              total[counter.index] / counter.divisor));
    }
  }

  private static void add(long[] sum, long[] amounts) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += amounts[i];
    }
  }
}
