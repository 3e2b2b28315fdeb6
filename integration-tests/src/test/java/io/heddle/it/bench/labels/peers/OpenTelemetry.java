package io.heddle.it.bench.labels.peers;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;

/**
 * The OpenTelemetry SDK's counter with its cardinality limit. Cumulative: read at every scrape, as
 * its Prometheus exporter does. Delta: exported every 60 s, the default interval, after which every
 * attribute set may apply again.
 */
final class OpenTelemetry implements Limiter {
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant");
  private static final AttributeKey<Boolean> OVERFLOW =
      AttributeKey.booleanKey("otel.metric.overflow");
  private static final long EXPORT_MICROS = 60_000_000;

  private final AggregationTemporality temporality;
  private final OpenTelemetryReader reader;
  private final SdkMeterProvider provider;
  private final LongCounter counter;

  OpenTelemetry(AggregationTemporality temporality, int cap) {
    this.temporality = temporality;
    this.reader = new OpenTelemetryReader(temporality);
    this.provider =
        SdkMeterProvider.builder().registerMetricReader(reader, instrument -> cap).build();
    this.counter = provider.get("bench").counterBuilder("requests").build();
  }

  @Override
  public void record(String tenant) {
    counter.add(1, Attributes.of(TENANT, tenant));
  }

  @Override
  public void scrape(long micros, boolean isLast, Page page) {
    boolean isDelta = temporality == AggregationTemporality.DELTA;
    if (isDelta && micros % EXPORT_MICROS != 0 && !isLast) {
      return;
    }
    for (MetricData metric : reader.collect()) {
      for (LongPointData point : metric.getLongSumData().getPoints()) {
        boolean isOverflow = point.getAttributes().get(OVERFLOW) != null;
        String label = isOverflow ? Page.OTHER : point.getAttributes().get(TENANT);
        if (isDelta) {
          page.delta(label, point.getValue());
        } else {
          page.cumulative(label, point.getValue());
        }
      }
    }
  }
}
