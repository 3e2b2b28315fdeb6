package io.heddle.exporter.telemetry.otlp;

import io.heddle.exporter.telemetry.FinishedOperation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The SDK's exporter, set up. Made on the exporter's thread when the first batch is due, because
 * its classes initialise {@code java.util.logging}, whose manager the application may yet choose in
 * its main method.
 */
final class SpanSender {
  private final OtlpHttpSpanExporter exporter;
  private final Resource resource;
  private final AttributeKeys keys = new AttributeKeys();
  private UrlConnectionSender http;

  /**
   * Held, because {@code java.util.logging} holds its loggers weakly and would forget the silence.
   */
  private final Logger silenced;

  /**
   * @param backoffMillis the longest pause before the second attempt; that before a later one is
   *     half as long again, five times as long at most
   */
  SpanSender(OtlpOptions options, int backoffMillis) {
    silenced = silence();
    AttributesBuilder attributes = Attributes.builder();
    options.resource().forEach(attributes::put);
    resource = Resource.getDefault().merge(Resource.create(attributes.build()));
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(options.endpoint().toString())
            .setTimeout(options.timeoutMillis(), TimeUnit.MILLISECONDS)
            .setCompression(options.gzip() ? "gzip" : "none")
            .setRetryPolicy(
                RetryPolicy.builder()
                    .setInitialBackoff(Duration.ofMillis(backoffMillis))
                    .setMaxBackoff(Duration.ofMillis(5L * backoffMillis))
                    .build())
            // Else it looks for a global SDK, and sets one up if a variable says so.
            .setMeterProvider(MeterProvider.noop())
            // The other mode looks for a way into String's bytes, sun.misc.Unsafe among them.
            .setMemoryMode(MemoryMode.IMMUTABLE_DATA)
            .setComponentLoader(new OurSenderAlone());
    options.headers().forEach(builder::addHeader);
    exporter = builder.build();
  }

  /** Sends a batch and returns when its fate is known; null for success, else what went wrong. */
  String send(List<FinishedOperation> batch) {
    List<SpanData> spans = new ArrayList<>(batch.size());
    for (FinishedOperation operation : batch) {
      spans.add(new FinishedOperationSpanData(operation, resource, keys));
    }
    // The HTTP sender works on the calling thread, so the result is there on return.
    CompletableResultCode result = exporter.export(spans);
    return result.isSuccess() ? null : http.outcome();
  }

  /** Ends a pause between two attempts, once its thread is unparked; there are no further ones. */
  void hurry() {
    http.hurry();
  }

  /** Breaks off what is under way. */
  void shutdown() {
    exporter.shutdown();
  }

  /**
   * Keeps the SDK's log records from the application's handlers. Not by the level alone: that is
   * undone when the application resets the log manager, whereas this setting is not.
   */
  private static Logger silence() {
    String name = Resource.class.getName();
    Logger logger = Logger.getLogger(name.substring(0, name.indexOf(".sdk.")));
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.OFF);
    return logger;
  }

  /** Hands the exporter our HTTP sender, without a service file, and remembers it. */
  private final class OurSenderAlone implements ComponentLoader {
    @Override
    public <T> Iterable<T> load(Class<T> spi) {
      if (spi != HttpSenderProvider.class) {
        return List.of();
      }
      HttpSenderProvider provider = config -> http = new UrlConnectionSender(config);
      return List.of(spi.cast(provider));
    }
  }
}
