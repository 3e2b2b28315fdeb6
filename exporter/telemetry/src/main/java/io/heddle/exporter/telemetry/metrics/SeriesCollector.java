package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.labels.LabelPage;
import io.prometheus.client.Collector;
import io.prometheus.client.exemplars.Exemplar;
import java.util.ArrayList;
import java.util.List;

/** Shows our counters to simpleclient; reads each of them once a scrape, on the scrape's thread. */
final class SeriesCollector extends Collector {
  private static final List<String> HTTP_SERVER_LABELS =
      List.of("http_request_method", "http_route", "http_response_status_code", "error_type");
  private static final List<String> HTTP_CLIENT_LABELS =
      List.of("http_request_method", "server_address", "http_response_status_code", "error_type");
  private static final List<String> DATABASE_LABELS =
      List.of("db_system_name", "db_operation_name", "error_type");

  private final SeriesTable httpServer;
  private final SeriesTable httpClient;
  private final SeriesTable database;
  private final TenantMetrics<?> tenants;
  private final AgentValues agentValues;
  private final String scraper;

  SeriesCollector(
      SeriesTable httpServer,
      SeriesTable httpClient,
      SeriesTable database,
      TenantMetrics<?> tenants,
      AgentValues agentValues,
      String scraper) {
    this.httpServer = httpServer;
    this.httpClient = httpClient;
    this.database = database;
    this.tenants = tenants;
    this.agentValues = agentValues;
    this.scraper = scraper;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples> families = new ArrayList<>();
    families.add(
        durations(
            "http_server_request_duration_seconds",
            "Duration of HTTP requests served.",
            HTTP_SERVER_LABELS,
            httpServer));
    families.add(
        durations(
            "http_client_request_duration_seconds",
            "Duration of HTTP requests made.",
            HTTP_CLIENT_LABELS,
            httpClient));
    families.add(
        durations(
            "db_client_operation_duration_seconds",
            "Duration of database operations.",
            DATABASE_LABELS,
            database));
    addTenants(families, tenants);
    for (AgentValues.Family family : agentValues.all()) {
      families.add(agentFamily(family));
    }
    return families;
  }

  private static MetricFamilySamples durations(
      String name, String help, List<String> labelNames, SeriesTable table) {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    List<String> bucketLabelNames = with(labelNames, "le");
    for (DurationSeries series : table.all()) {
      List<String> labelValues = series.labels.asList(labelNames.size() == 4);
      long[] snapshot = series.snapshot();
      long count = 0;
      for (int bucket = 0; bucket < DurationSeries.BUCKETS; bucket++) {
        count += snapshot[bucket];
        samples.add(
            new MetricFamilySamples.Sample(
                name + "_bucket",
                bucketLabelNames,
                with(labelValues, upperBound(bucket)),
                count,
                exemplar(series.exemplar(bucket))));
      }
      samples.add(new MetricFamilySamples.Sample(name + "_count", labelNames, labelValues, count));
      samples.add(
          new MetricFamilySamples.Sample(
              name + "_sum",
              labelNames,
              labelValues,
              snapshot[DurationSeries.BUCKETS] / NANOSECONDS_PER_SECOND));
    }
    return new MetricFamilySamples(name, Type.HISTOGRAM, help, samples);
  }

  private static String upperBound(int bucket) {
    return doubleToGoString(
        bucket < DurationSeries.BOUNDS_SECONDS.length
            ? DurationSeries.BOUNDS_SECONDS[bucket]
            : Double.POSITIVE_INFINITY);
  }

  private static Exemplar exemplar(Exemplars.Exemplar recorded) {
    return recorded == null
        ? null
        : new Exemplar(
            recorded.durationNanos() / NANOSECONDS_PER_SECOND,
            recorded.epochMillis(),
            "trace_id",
            hex(recorded.traceIdHigh()) + hex(recorded.traceIdLow()));
  }

  private static String hex(long word) {
    String digits = Long.toHexString(word);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private <T> void addTenants(List<MetricFamilySamples> families, TenantMetrics<T> metrics) {
    LabelPage<T> page = metrics.page(scraper);
    new TenantSamples<>(metrics, page).addTo(families);
    GovernorSamples.addTo(families, page.status());
  }

  private static MetricFamilySamples agentFamily(AgentValues.Family family) {
    List<String> labelNames =
        family.labelName().isEmpty() ? List.of() : List.of(family.labelName());
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    for (AgentValues.Value value : family.values()) {
      List<String> labelValues = labelNames.isEmpty() ? List.of() : List.of(value.labelValue());
      try {
        samples.add(
            new MetricFamilySamples.Sample(
                family.name(), labelNames, labelValues, value.supplier().getAsDouble()));
      } catch (RuntimeException unreadable) {
        // A hole in one series, which an alert on absence finds, rather than no page at all.
        continue;
      }
    }
    Type type = family.isCounter() ? Type.COUNTER : Type.GAUGE;
    return new MetricFamilySamples(family.name(), type, family.help(), samples);
  }

  static MetricFamilySamples single(String name, Type type, String help, double value) {
    return new MetricFamilySamples(
        name,
        type,
        help,
        List.of(new MetricFamilySamples.Sample(name, List.of(), List.of(), value)));
  }

  private static List<String> with(List<String> values, String last) {
    List<String> longer = new ArrayList<>(values.size() + 1);
    longer.addAll(values);
    longer.add(last);
    return longer;
  }
}
