/**
 * Finished operations as spans, shipped by opentelemetry-sdk's OTLP exporter over HTTP.
 *
 * <p>Application threads put operations into a bounded ring and never wait; one thread, {@code
 * heddle-otlp}, takes them out, builds the spans and sends them. Neither the SDK nor {@code
 * java.util.logging} is touched before the first batch is due.
 */
package io.heddle.exporter.telemetry.otlp;
