/**
 * The page that Prometheus scrapes: two paths, read only, on a server socket of our own.
 *
 * <p>Its threads are the agent's; none of them exists before the page is opened. Why not the JDK's
 * HTTP server: see {@code RATIONALE.md}.
 */
package io.heddle.exporter.telemetry.scrape;
