package io.heddle.command.demo.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the tenant labels of one agent add up to, page after page, the way Prometheus adds them up:
 * a series that falls or is new counts from zero. One thread.
 */
public final class LabelAccount {
  private static final String REQUESTS = "heddle_tenant_http_requests_total";

  private final Map<String, Double> increases = new HashMap<>();
  private Map<String, Double> last = Map.of();
  private int pagesOverBudget;

  /** Takes a page in; one without tenants is passed over. */
  public void see(ScrapePage page) {
    Map<String, Double> labels = page.by("tenant", REQUESTS);
    if (labels.isEmpty()) {
      return;
    }
    labels.forEach(
        (tenant, value) -> {
          double before = last.getOrDefault(tenant, 0.0);
          increases.merge(tenant, value >= before ? value - before : value, Double::sum);
        });
    OptionalDouble budget = page.sum("heddle_tenant_labels_budget");
    if (labels.size() > budget.orElse(0)) {
      pagesOverBudget++;
    }
    last = labels;
  }

  /** How many pages had more labels than the budget. */
  int pagesOverBudget() {
    return pagesOverBudget;
  }

  /** How many requests were counted under all labels together. */
  public long requests() {
    return Math.round(increases.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  /** How many requests were counted under a tenant's own label; 0 if it never had one. */
  long requests(String tenant) {
    return Math.round(increases.getOrDefault(tenant, 0.0));
  }

  /** Who has a label on the last page, {@code ~other} among them. */
  public Set<String> labels() {
    return last.keySet();
  }
}
