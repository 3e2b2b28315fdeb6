package io.heddle.exporter.telemetry.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.Writer;

/** One answer to a scrape. */
public final class MetricsPage {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final String contentType;

  MetricsPage(SeriesCollector collector, String accept) {
    registry.register(collector);
    contentType = TextFormat.chooseContentType(accept);
  }

  /** The format chosen: OpenMetrics 1.0 if the scraper asked for it, else Prometheus text 0.0.4. */
  public String contentType() {
    return contentType;
  }

  /** Reads every series and writes it, in UTF-8 if {@code writer} encodes. */
  public void writeTo(Writer writer) throws IOException {
    TextFormat.writeFormat(contentType, writer, registry.metricFamilySamples());
  }
}
