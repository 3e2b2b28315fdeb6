/**
 * Puts the telemetry of one process together: metrics, their page, and spans.
 *
 * <p>The only package of this module that the agent's composition root needs; it knows all others,
 * and none of them knows it.
 */
package io.heddle.exporter.telemetry.assembly;
