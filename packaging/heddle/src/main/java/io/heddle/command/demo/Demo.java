package io.heddle.command.demo;

import io.heddle.command.cli.CommandFailure;
import io.heddle.command.cli.EmbeddedJar;
import io.heddle.command.demo.evidence.ArchiveAccount;
import io.heddle.command.demo.evidence.Database;
import io.heddle.command.demo.evidence.Evidence;
import io.heddle.command.demo.evidence.LabelAccount;
import io.heddle.command.demo.evidence.ScrapePage;
import io.heddle.command.demo.load.Intent;
import io.heddle.command.demo.load.Latencies;
import io.heddle.command.demo.load.Load;
import io.heddle.command.demo.load.Tally;
import io.heddle.command.demo.load.TenantNames;
import io.heddle.command.demo.process.Children;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One demo from its first process to its last check. */
final class Demo {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration SETTLING_POLL = Duration.ofMillis(100);

  /**
   * What to run.
   *
   * @param labels the most tenant labels on the order service's page
   * @param seconds how long; 0 until it is interrupted
   */
  record Plan(int tenants, int labels, double ratePerSecond, int threads, int seconds) {}

  /**
   * What came of it.
   *
   * @param explanations why some tenants have a label or none, a sentence each
   */
  record Result(Evidence evidence, List<String> explanations) {}

  private final Plan plan;
  private final DemoHome home;
  private final Path cache;
  private final Path ownJar;
  private final Audit audit;
  private final LiveTable table;
  private final LabelAccount labels = new LabelAccount();

  /**
   * @param cache where the embedded jars are
   * @param ownJar the jar of this command, for the sidecar's process
   */
  Demo(Plan plan, DemoHome home, Path cache, Path ownJar, Audit audit, LiveTable table) {
    this.plan = plan;
    this.home = home;
    this.cache = cache;
    this.ownJar = ownJar;
    this.audit = audit;
    this.table = table;
  }

  /**
   * Runs the services under load, then stops them and takes down what each source says.
   *
   * @throws CommandFailure if a process cannot be started or ends before it should
   */
  Result run() {
    try (Children children = new Children(home.logs())) {
      Services services = Services.start(children, home, cache, ownJar, plan.labels());
      List<String> tenants = TenantNames.first(plan.tenants());
      Tally tally;
      try (Load load =
          Load.start(services.ordersUrl(), tenants, plan.ratePerSecond(), plan.threads())) {
        tally = load.tally();
        watch(children, services, tally);
      }
      ScrapePage page = settledPage(services, tally);
      List<String> explanations = explanations(services, tally);
      children.stop(services.orders());
      children.stop(services.inventory());
      ScrapePage sidecar = drainedPage(services);
      if (!children.stop(services.sidecar())) {
        throw new CommandFailure("the sidecar did not stop when it was told to");
      }
      return new Result(evidence(tally, page, sidecar), explanations);
    }
  }

  private Evidence evidence(Tally tally, ScrapePage page, ScrapePage sidecar) {
    Path orderService = EmbeddedJar.ORDER_SERVICE.extractTo(cache);
    ArchiveAccount archive = new ArchiveAccount();
    audit.forEachRecord(home.path(), archive::add);
    return new Evidence(
        tally,
        page,
        labels,
        Database.read(orderService, home.database("orders")),
        Database.read(orderService, home.database("inventory")),
        archive,
        sidecar);
  }

  private void watch(Children children, Services services, Tally tally) {
    long start = System.nanoTime();
    long requestsBefore = 0;
    for (int second = 1; plan.seconds() == 0 || second <= plan.seconds(); second++) {
      parkUntil(start + second * TICK.toNanos());
      children.requireAlive();
      long requests = tally.requests();
      table.show(figures(second, services, tally, requests - requestsBefore));
      requestsBefore = requests;
    }
  }

  private static void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Figures figures(long second, Services services, Tally tally, double rate) {
    ScrapePage agent = fetch(services.ordersMetricsPort());
    ScrapePage sidecar = fetch(services.sidecarPort());
    labels.see(agent);
    Latencies latencies = tally.takeLatencies();
    return new Figures(
        second,
        plan.tenants(),
        tally.requests(),
        rate,
        latencies.percentileMicros(50) / 1e3,
        latencies.percentileMicros(99) / 1e3,
        tally.count(Intent.PLACE),
        tally.count(Intent.PLACE_OUT_OF_STOCK),
        tally.count(Intent.PLACE_INVALID),
        tally.count(Intent.PLACE_FAILING),
        agent.sum("heddle_tenant_labels_kept"),
        agent.sum("heddle_tenant_labels_budget"),
        agent.sum("heddle_tenants_known"),
        Figures.changes(agent),
        agent.sum("heddle_tenant_labels_smallest_kept"),
        agent.sum("heddle_tenant_labels_largest_folded"),
        agent.sum("heddle_tenant_labels_unattributed_ratio"),
        sidecar.sum("heddle_archive_records_total"),
        sidecar.sum("heddle_spool_losses_total"),
        Figures.busiest(agent));
  }

  /** What the agent says of the busiest tenant with a label, and of the busiest without. */
  private List<String> explanations(Services services, Tally tally) {
    List<String> byRequests =
        tally.requestsByTenant().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    List<String> lines = new ArrayList<>();
    for (boolean isLabelled : new boolean[] {true, false}) {
      byRequests.stream()
          .filter(tenant -> labels.labels().contains(tenant) == isLabelled)
          .findFirst()
          .ifPresent(tenant -> lines.addAll(explanation(services, tenant)));
    }
    return lines;
  }

  private static List<String> explanation(Services services, String tenant) {
    try {
      return ScrapePage.fetchText(
              services.ordersMetricsPort(),
              "/explain?tenant=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      return List.of(tenant + ": not explained, " + e.getMessage());
    }
  }

  /** A page, or an empty one: the table shows a dash for what it cannot know. */
  private static ScrapePage fetch(int port) {
    try {
      return ScrapePage.fetch(port);
    } catch (IOException e) {
      return ScrapePage.parse("");
    }
  }

  /**
   * The first page that has everything. The agent counts a request when it ends, which the client
   * may see a moment before; and a new tenant's label is at zero on the first page that has it, so
   * that a scraper sees it rise on the next.
   */
  private ScrapePage settledPage(Services services, Tally tally) {
    ScrapePage[] page = {ScrapePage.parse("")};
    await(
        () -> {
          page[0] = fetch(services.ordersMetricsPort());
          labels.see(page[0]);
          OptionalDouble counted = page[0].sum("http_server_request_duration_seconds_count");
          return counted.orElse(-1) >= tally.requests() && labels.requests() >= tally.requests();
        });
    return page[0];
  }

  /** The services have ended, so that what is in the spool now is all there will be. */
  private static ScrapePage drainedPage(Services services) {
    ScrapePage[] page = {ScrapePage.parse("")};
    double[] archived = {-1};
    await(
        () -> {
          page[0] = fetch(services.sidecarPort());
          double before = archived[0];
          archived[0] = page[0].sum("heddle_archive_records_total").orElse(-1);
          return page[0].sum("heddle_spool_backlog_bytes").orElse(-1) == 0 && before == archived[0];
        });
    return page[0];
  }

  /** Waits until it is so, or as long as patience lasts: the checks then say what is missing. */
  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(SETTLING_POLL.toNanos());
    }
  }
}
