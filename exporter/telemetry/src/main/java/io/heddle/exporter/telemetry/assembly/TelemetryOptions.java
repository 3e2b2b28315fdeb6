package io.heddle.exporter.telemetry.assembly;

import io.heddle.exporter.telemetry.otlp.OtlpOptions;

/**
 * How the telemetry of one process leaves it.
 *
 * @param servesMetrics whether the scrape page is opened
 * @param metricsHost name or address on which it listens
 * @param metricsPort its port; 0 lets the operating system choose. If the port is taken, the next
 *     {@value #MORE_PORTS} are tried
 * @param otlp how spans are shipped
 */
public record TelemetryOptions(
    boolean servesMetrics, String metricsHost, int metricsPort, OtlpOptions otlp) {
  static final int MORE_PORTS = 9;
}
