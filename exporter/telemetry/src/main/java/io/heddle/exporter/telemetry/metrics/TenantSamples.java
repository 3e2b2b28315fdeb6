package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.labels.LabelPage;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.series.RouteErrors;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
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
    HTTP_REQUESTS("http_requests_total", "HTTP requests served", TenantMetrics.HTTP_REQUESTS, 1) {
      @Override
      double of(long[] counters) {
        long requests = 0;
        for (int bucket = 0; bucket < TenantMetrics.LATENCY.count(); bucket++) {
          requests += counters[index + bucket];
        }
        return requests;
      }
    },
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

    double of(long[] counters) {
      return counters[index] / divisor;
    }
  }

  private static final String LATENCY = "heddle_tenant_http_request_duration_seconds";
  private static final String ROUTE_ERRORS = "heddle_tenant_http_route_errors_total";
  private static final List<String> TENANT = List.of("tenant");
  private static final List<String> TENANT_AND_BOUND = List.of("tenant", "le");
  private static final List<String> TENANT_AND_ROUTE = List.of("tenant", "http_route");

  private final List<List<String>> labels = new ArrayList<>();
  private final List<long[]> values = new ArrayList<>();
  private final long[] total;
  private final LabelSeries series;
  private final List<RouteErrors.Row<T>> routeErrors;
  private final TenantMetrics<T> metrics;

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
    series = metrics.series();
    routeErrors = metrics.routeErrors(page);
    this.metrics = metrics;
  }

  void addTo(List<MetricFamilySamples> families) {
    for (Counter counter : Counter.values()) {
      String name = "heddle_tenant_" + counter.name;
      List<MetricFamilySamples.Sample> samples = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        samples.add(
            new MetricFamilySamples.Sample(name, TENANT, labels.get(i), counter.of(values.get(i))));
      }
      families.add(
          new MetricFamilySamples(
              name, Collector.Type.COUNTER, counter.help + ", by tenant.", samples));
      families.add(
          SeriesCollector.single(
              "heddle_" + counter.name,
              Collector.Type.COUNTER,
              counter.help + ".",
              counter.of(total)));
    }
    addLatencies(families);
    addRouteErrors(families);
  }

  /** How long requests took, in as many buckets as the rules name; they hold what they held. */
  private void addLatencies(List<MetricFamilySamples> families) {
    List<Duration> bounds = series.latencyBounds();
    if (bounds.isEmpty()) {
      return;
    }
    List<String> le = new ArrayList<>();
    bounds.forEach(bound -> le.add(Collector.doubleToGoString(bound.toMillis() / 1e3)));
    le.add(Collector.doubleToGoString(Double.POSITIVE_INFINITY));
    List<MetricFamilySamples.Sample> samples = new ArrayList<>(labels.size() * (le.size() + 2));
    for (int i = 0; i < values.size(); i++) {
      String tenant = labels.get(i).get(0);
      long[] counters = values.get(i);
      long count = 0;
      int next = 0;
      for (int bucket = 0; bucket < TenantMetrics.LATENCY.count(); bucket++) {
        count += counters[TenantMetrics.HTTP_REQUESTS + bucket];
        boolean isLast = bucket == TenantMetrics.LATENCY.count() - 1;
        if (isLast
            || next < bounds.size() && LabelSeries.BOUNDS.get(bucket).equals(bounds.get(next))) {
          samples.add(
              new MetricFamilySamples.Sample(
                  LATENCY + "_bucket", TENANT_AND_BOUND, List.of(tenant, le.get(next)), count));
          next++;
        }
      }
      samples.add(new MetricFamilySamples.Sample(LATENCY + "_count", TENANT, labels.get(i), count));
      samples.add(
          new MetricFamilySamples.Sample(
              LATENCY + "_sum", TENANT, labels.get(i), counters[TenantMetrics.HTTP_NANOS] / 1e9));
    }
    families.add(
        new MetricFamilySamples(
            LATENCY,
            Collector.Type.HISTOGRAM,
            "Duration of HTTP requests served, by tenant.",
            samples));
  }

  private void addRouteErrors(List<MetricFamilySamples> families) {
    if (series.routeErrors() == 0) {
      return;
    }
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    for (RouteErrors.Row<T> row : routeErrors) {
      String tenant = metrics.nameOf(row.tenant());
      if (!tenant.equals(LabelValues.OTHER)) {
        samples.add(
            new MetricFamilySamples.Sample(
                ROUTE_ERRORS, TENANT_AND_ROUTE, List.of(tenant, row.route()), row.errors()));
      }
    }
    families.add(
        new MetricFamilySamples(
            ROUTE_ERRORS,
            Collector.Type.COUNTER,
            "HTTP requests that failed, by tenant with a label and route.",
            samples));
    families.add(
        SeriesCollector.single(
            "heddle_tenant_http_route_errors_unshown_total",
            Collector.Type.COUNTER,
            "Failed HTTP requests of tenants with a label for whose route there was no room.",
            metrics.routeErrorsUnshown()));
  }

  private static void add(long[] sum, long[] amounts) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += amounts[i];
    }
  }
}
