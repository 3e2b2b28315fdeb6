/**
 * What the agent costs, measured beside the OpenTelemetry Java agent in the same run: fresh JVMs in
 * turn, medians, ratios. Started by the scripts in {@code integration-tests/bench}.
 */
package io.heddle.it.bench;
