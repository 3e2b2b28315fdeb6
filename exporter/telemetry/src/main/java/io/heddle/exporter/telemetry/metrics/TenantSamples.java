package io.heddle.exporter.telemetry.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.ArrayList;
import java.util.List;

/**
 * The tenant family and its totals.
 *
 * <p>Both come from one reading of the cells, so on every page the sum over the labels is the
 * total, however much is counted meanwhile.
 */
final class TenantSamples {
  /** One counter of the family: its name with and without the tenant, and its cell. */
  private enum Counter {
    HTTP_REQUESTS("http_requests_total", "HTTP requests served", TenantCells.HTTP_REQUESTS, 1),
    HTTP_ERRORS("http_errors_total", "HTTP requests that failed", TenantCells.HTTP_ERRORS, 1),
    HTTP_SECONDS(
        "http_request_seconds_total", "Time spent on HTTP requests", TenantCells.HTTP_NANOS, 1e9),
    DB_OPERATIONS("db_operations_total", "Database operations", TenantCells.DB_OPERATIONS, 1),
    DB_ERRORS("db_errors_total", "Database operations that failed", TenantCells.DB_ERRORS, 1),
    DB_SECONDS("db_seconds_total", "Time spent on database operations", TenantCells.DB_NANOS, 1e9);

    final String name;
    final String help;
    final int cell;
    final double divisor;

    Counter(String name, String help, int cell, double divisor) {
      this.name = name;
      this.help = help;
      this.cell = cell;
      this.divisor = divisor;
    }
  }

  private static final List<String> TENANT = List.of("tenant");

  private TenantSamples() {}

  static void addTo(List<MetricFamilySamples> families, List<TenantCells> all) {
    List<List<String>> labels = new ArrayList<>();
    List<long[]> snapshots = new ArrayList<>();
    for (TenantCells cells : all) {
      labels.add(List.of(cells.label));
      snapshots.add(cells.snapshot());
    }
    for (Counter counter : Counter.values()) {
      String name = "heddle_tenant_" + counter.name;
      List<MetricFamilySamples.Sample> samples = new ArrayList<>();
      long total = 0;
      for (int i = 0; i < snapshots.size(); i++) {
        long value = snapshots.get(i)[counter.cell];
        total += value;
        samples.add(
            new MetricFamilySamples.Sample(name, TENANT, labels.get(i), value / counter.divisor));
      }
      families.add(
          new MetricFamilySamples(
              name, Collector.Type.COUNTER, counter.help + ", by tenant.", samples));
      families.add(
          SeriesCollector.single(
              "heddle_" + counter.name,
              Collector.Type.COUNTER,
              counter.help + ".",
              total / counter.divisor));
    }
  }
}
