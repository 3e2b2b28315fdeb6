/**
 * The two telemetry views of a finished operation: its span, shipped through opentelemetry-sdk's
 * OTLP exporter, and its series, exposed on a scrape page through simpleclient.
 *
 * <p>Linked into the agent. Nothing here may be loaded in premain; the exporter's own threads start
 * after main has. Recording threads never wait for an exporting one.
 */
package io.heddle.exporter.telemetry;
