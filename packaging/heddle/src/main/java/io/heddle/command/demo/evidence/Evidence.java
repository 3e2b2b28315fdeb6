package io.heddle.command.demo.evidence;

import io.heddle.command.demo.load.Intent;
import io.heddle.command.demo.load.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The accounts of one demo, each from a source of its own, and the claims they are compared for.
 *
 * @param load what the load sent and was answered
 * @param page the order service's scrape page after the last request
 * @param labels what that page and all before it say of the tenants' labels
 * @param orders the order service's database, counted after it ended
 * @param inventory the inventory service's database, likewise
 * @param archive what the archive says
 * @param sidecar the sidecar's page once nothing was left in the spool
 */
public record Evidence(
    Tally load,
    ScrapePage page,
    LabelAccount labels,
    Database orders,
    Database inventory,
    ArchiveAccount archive,
    ScrapePage sidecar) {
  private static final int BUSIEST = 10;

  /** All claims, in the order they are shown. */
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.none("no request was answered unexpectedly", "surprises", load.surprises()));
    addMetrics(checks);
    addOrders(checks);
    addSecondProcess(checks);
    addCompleteness(checks);
    return checks;
  }

  private void addMetrics(List<Check> checks) {
    long counted = sum(page, "http_server_request_duration_seconds_count");
    checks.add(
        Check.same("every request was counted", "sent", load.requests(), "counted", counted));
    checks.add(
        Check.same(
            "… under some label, through every change",
            "sent",
            load.requests(),
            "over all labels",
            labels.requests()));
    Map<String, Long> sent = load.requestsByTenant();
    List<String> labelled = sent.keySet().stream().filter(labels.labels()::contains).toList();
    long right =
        labelled.stream().filter(tenant -> labels.requests(tenant) <= sent.get(tenant)).count();
    checks.add(
        Check.same(
            "… and none under another tenant's",
            "tenants labelled",
            labelled.size(),
            "with no more than they sent",
            right));
    List<String> busiest = busiest(sent);
    checks.add(
        Check.same(
            "the busiest tenants have a label",
            "busiest",
            busiest.size(),
            "labelled",
            busiest.stream().filter(labels.labels()::contains).count()));
    checks.add(Check.none("labels stayed within their budget", "pages", labels.pagesOverBudget()));
  }

  /** So few that chance cannot make another as busy, and that there is a label for each. */
  private List<String> busiest(Map<String, Long> sent) {
    long budget = sum(page, "heddle_tenant_labels_budget");
    return sent.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(Math.max(1, Math.min(BUSIEST, budget / 4)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void addOrders(List<Check> checks) {
    checks.add(
        Check.same(
            "every order is archived as COMMITTED",
            "answered 201",
            load.count(Intent.PLACE),
            "inserts",
            sum(archive.ordersPlaced())));
    checks.add(
        Check.same(
            "… and is in the database, if not cancelled",
            "rows",
            orders.count("orders"),
            "inserted − deleted",
            sum(archive.ordersStored())));
    checks.add(
        Check.same(
            "every undone order as ROLLED_BACK",
            "answered 409",
            load.count(Intent.PLACE_OUT_OF_STOCK),
            "inserts",
            archive.ordersRolledBack()));
    checks.add(
        Check.same(
            "every change asked for is archived",
            "POST, PUT, DELETE",
            load.mutatingRequests(),
            "requests",
            archive.mutatingRequests()));
    checks.add(
        tenants(
            "each tenant has its own orders", orders.byTenant("orders"), archive.ordersStored()));
    checks.add(
        tenants(
            "… also when another thread stored it",
            orders.byTenant("confirmations"),
            archive.confirmationsStored()));
  }

  private void addSecondProcess(List<Check> checks) {
    checks.add(
        tenants(
            "… also when another process did",
            inventory.byTenant("reservations"),
            archive.reservationsStored()));
    checks.add(
        Check.same(
            "every order's trace crosses both processes",
            "traces of orders",
            archive.orderTraces(),
            "seen in both",
            archive.crossingTraces()));
  }

  private void addCompleteness(List<Check> checks) {
    checks.add(
        Check.same(
            "the sidecar archived all there is",
            "archived",
            sum(sidecar, "heddle_archive_records_total"),
            "found by the query",
            archive.records()));
    checks.add(Check.none("no outcome is unknown", "undecided", archive.undecided()));
    checks.add(Check.none("nothing was lost", "losses", sum(sidecar, "heddle_spool_losses_total")));
    checks.add(
        Check.none("nothing is damaged", "damages", sum(sidecar, "heddle_spool_damages_total")));
    checks.add(
        Check.none(
            "no key was taken twice", "conflicts", sum(sidecar, "heddle_archive_conflicts_total")));
  }

  private static Check tenants(String claim, Map<String, Long> rows, Map<String, Long> archived) {
    long right =
        rows.entrySet().stream()
            .filter(tenant -> tenant.getValue().equals(archived.get(tenant.getKey())))
            .count();
    // A tenant that only the archive knows must not go unseen.
    long strangers = archived.keySet().stream().filter(tenant -> !rows.containsKey(tenant)).count();
    return Check.same(
        claim, "tenants with rows", rows.size(), "with the same count", right - strangers);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** -1 if the page has no such series: "unknown" is no number that anything equals. */
  private static long sum(ScrapePage page, String name) {
    return (long) page.sum(name).orElse(-1);
  }
}
