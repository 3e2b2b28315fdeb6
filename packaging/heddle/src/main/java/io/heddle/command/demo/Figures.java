package io.heddle.command.demo;

import io.heddle.command.demo.evidence.ScrapePage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is shown while the demo runs, at one instant.
 *
 * <p>A figure that could not be had is empty: it is shown as a dash and never as 0.
 */
record Figures(
    long elapsedSeconds,
    int tenants,
    long requests,
    double ratePerSecond,
    double p50Millis,
    double p99Millis,
    long placed,
    long rolledBack,
    long refused,
    long failed,
    OptionalDouble labelsKept,
    OptionalDouble labelsBudget,
    OptionalDouble tenantsKnown,
    OptionalDouble labelChanges,
    OptionalDouble smallestKept,
    OptionalDouble largestFolded,
    OptionalDouble unattributed,
    OptionalDouble archived,
    OptionalDouble lost,
    List<Tenant> busiest) {
  private static final int BUSIEST = 6;

  /** A tenant as the agent's scrape page shows it. */
  record Tenant(String name, double requests, double errors, double dbOperations, double seconds) {}

  /** How many tenants have been folded into {@code ~other} since nobody had to be. */
  OptionalDouble labelsFolded() {
    return tenantsKnown.isPresent() && labelsKept.isPresent()
        ? OptionalDouble.of(Math.max(0, tenantsKnown.getAsDouble() - labelsKept.getAsDouble()))
        : OptionalDouble.empty();
  }

  /** How often a label was lost to a tenant that weighs more. */
  static OptionalDouble changes(ScrapePage agent) {
    return agent.sum("heddle_tenant_labels_lost_total");
  }

  /** The busiest tenants on an agent's scrape page. */
  static List<Tenant> busiest(ScrapePage agent) {
    Map<String, Double> errors = agent.by("tenant", "heddle_tenant_http_errors_total");
    Map<String, Double> operations = agent.by("tenant", "heddle_tenant_db_operations_total");
    Map<String, Double> seconds = agent.by("tenant", "heddle_tenant_http_request_seconds_total");
    return agent.by("tenant", "heddle_tenant_http_requests_total").entrySet().stream()
        .map(
            requests -> {
              String name = requests.getKey();
              return new Tenant(
                  name,
                  requests.getValue(),
                  errors.getOrDefault(name, 0.0),
                  operations.getOrDefault(name, 0.0),
                  seconds.getOrDefault(name, 0.0));
            })
        .sorted(Comparator.comparingDouble(Tenant::requests).reversed())
        .limit(BUSIEST)
        .toList();
  }
}
