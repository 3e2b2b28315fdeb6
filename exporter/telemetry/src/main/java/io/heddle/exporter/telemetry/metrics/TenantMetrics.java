package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.labels.LabelEvents;
import io.heddle.sampler.labels.LabelExplanation;
import io.heddle.sampler.labels.LabelPage;
import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.labels.LabelStatus;
import io.heddle.sampler.labels.TenantCounters;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.series.RouteErrors;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Requests, errors and seconds by tenant: a family of its own beside the usual series, so that
 * tenants add to their number and never multiply it.
 *
 * <p>Any thread records; for a labelled tenant nothing is allocated, and nobody waits. Which
 * tenants are labelled, and the bound, is said by {@link TenantCounters}.
 *
 * @param <T> a tenant; equal if it is the same
 */
public final class TenantMetrics<T> implements Runnable {
  /** Of the histogram that each tenant has. */
  static final Buckets LATENCY = new Buckets(boundsNanos());

  // A duration, an error and an extra weight are counted after their operation and read before it.
  /** The first of the {@link #LATENCY} buckets; together they are the requests. */
  static final int HTTP_REQUESTS = 0;

  static final int HTTP_NANOS = HTTP_REQUESTS + LATENCY.count();
  static final int HTTP_ERRORS = HTTP_NANOS + 1;
  static final int DB_OPERATIONS = HTTP_ERRORS + 1;
  static final int DB_NANOS = DB_OPERATIONS + 1;
  static final int DB_ERRORS = DB_NANOS + 1;

  /** By how much operations weighed more than one each. */
  private static final int EXTRA_WEIGHT = DB_ERRORS + 1;

  /** Two cache lines of eight. */
  private static final int WIDTH = EXTRA_WEIGHT + 1;

  private final TenantCounters<T> counters;
  private final RouteErrors<T> routeErrors = new RouteErrors<>();
  private final Function<T, String> nameOf;

  /** A reference read for each operation; replaced as one, so nobody sees half of it. */
  private volatile LabelRules rules;

  /**
   * @param nameOf the value of the label; asked on the scrape's thread
   * @param keyOf a seeded hash of a tenant; any thread
   * @param tiers told of every tenant met
   * @param events told of every label gained and lost, on the scrape's thread
   */
  public TenantMetrics(
      LabelRules rules,
      Function<T, String> nameOf,
      ToLongFunction<T> keyOf,
      TierMonitor tiers,
      LabelEvents<T> events) {
    this.rules = rules;
    this.nameOf = nameOf;
    routeErrors.bound(rules.series().routeErrors());
    this.counters =
        new TenantCounters<>(
            WIDTH, rules, keyOf, TenantMetrics::weight, tiers, events, System.nanoTime());
  }

  /** Counts one request served for a tenant. */
  public void recordHttp(T tenant, boolean error, long durationNanos) {
    LabelRules now = rules;
    int weight = error ? now.errorWeight() : now.isSlow(durationNanos) ? now.slowWeight() : 1;
    count(
        tenant,
        HTTP_REQUESTS + LATENCY.of(durationNanos),
        HTTP_NANOS,
        error,
        durationNanos,
        weight);
  }

  /**
   * Counts where a request of a tenant failed, if the tenant has a label and the rules have room;
   * besides {@link #recordHttp}.
   */
  public void recordRouteError(T tenant, String route) {
    if (rules.series().routeErrors() > 0 && counters.isLabelled(tenant)) {
      routeErrors.count(tenant, route);
    }
  }

  /** Counts one database operation on behalf of a tenant. */
  public void recordDb(T tenant, boolean error, long durationNanos) {
    count(tenant, DB_OPERATIONS, DB_NANOS, error, durationNanos, error ? rules.errorWeight() : 1);
  }

  /** To be called some times a second, by one thread: takes in what was met. */
  @Override
  public void run() {
    counters.tick(System.nanoTime());
  }

  /** Puts other rules in force; labels follow with the next pages. */
  public void change(LabelRules newRules) {
    counters.change(newRules);
    routeErrors.bound(newRules.series().routeErrors());
    rules = newRules;
  }

  /** The tenants that are to have a label whatever they weigh; replaces those before. */
  public void pin(Set<T> tenants) {
    counters.pin(tenants);
  }

  /** Why a tenant has a label or has none. */
  public LabelExplanation explain(T tenant) {
    return counters.explain(tenant, System.nanoTime());
  }

  /** How the governor stands. */
  public LabelStatus status() {
    return counters.status();
  }

  /** The counters for a page that {@code scraper} is served; labels may change after it. */
  LabelPage<T> page(String scraper) {
    return counters.page(scraper, System.nanoTime());
  }

  /** Errors by tenant and route for that page; a tenant that has no label has none. */
  List<RouteErrors.Row<T>> routeErrors(LabelPage<T> page) {
    if (routeErrors.isEmpty()) {
      return List.of(); // as by default: who is on the page need not be looked up
    }
    Set<T> onPage = page.rows().stream().map(LabelPage.Row::tenant).collect(Collectors.toSet());
    return routeErrors.page(
        tenant -> onPage.contains(tenant) || counters.isLabelled(tenant),
        page.number(),
        page.seen(),
        System.nanoTime());
  }

  /** Errors of tenants with a label for whose route there was no room. */
  long routeErrorsUnshown() {
    return routeErrors.unshown();
  }

  LabelSeries series() {
    return rules.series();
  }

  String nameOf(T tenant) {
    return nameOf.apply(tenant);
  }

  private static long[] boundsNanos() {
    long[] bounds = new long[LabelSeries.BOUNDS.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = LabelSeries.BOUNDS.get(i).toNanos();
    }
    return bounds;
  }

  private void count(
      T tenant, int operation, int nanos, boolean error, long durationNanos, int weight) {
    StripedCounters own = counters.of(tenant, weight);
    int stripe = own.stripe();
    own.add(stripe, operation, 1);
    own.add(stripe, nanos, Math.max(0, durationNanos));
    if (error) {
      own.add(stripe, nanos + 1, 1);
    }
    if (weight != 1) {
      own.add(stripe, EXTRA_WEIGHT, weight - 1);
    }
  }

  private static long weight(StripedCounters counters) {
    return counters.sum(HTTP_REQUESTS, HTTP_NANOS)
        + counters.sum(DB_OPERATIONS)
        + counters.sum(EXTRA_WEIGHT);
  }
}
