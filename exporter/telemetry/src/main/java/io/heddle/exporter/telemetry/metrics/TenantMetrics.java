package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.labels.LabelEvents;
import io.heddle.sampler.labels.LabelExplanation;
import io.heddle.sampler.labels.LabelPage;
import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.labels.LabelStatus;
import io.heddle.sampler.labels.TenantCounters;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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
  // A duration, an error and an extra weight are counted after their operation and read before it.
  static final int HTTP_REQUESTS = 0;
  static final int HTTP_NANOS = 1;
  static final int HTTP_ERRORS = 2;
  static final int DB_OPERATIONS = 3;
  static final int DB_NANOS = 4;
  static final int DB_ERRORS = 5;

  /** By how much operations weighed more than one each. */
  private static final int EXTRA_WEIGHT = 6;

  private static final int WIDTH = 7;

  private final TenantCounters<T> counters;
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
    this.counters =
        new TenantCounters<>(
            WIDTH, rules, keyOf, TenantMetrics::weight, tiers, events, System.nanoTime());
  }

  /** Counts one request served for a tenant. */
  public void recordHttp(T tenant, boolean error, long durationNanos) {
    LabelRules now = rules;
    int weight = error ? now.errorWeight() : now.isSlow(durationNanos) ? now.slowWeight() : 1;
    count(tenant, HTTP_REQUESTS, error, durationNanos, weight);
  }

  /** Counts one database operation on behalf of a tenant. */
  public void recordDb(T tenant, boolean error, long durationNanos) {
    count(tenant, DB_OPERATIONS, error, durationNanos, error ? rules.errorWeight() : 1);
  }

  /** To be called some times a second, by one thread: takes in what was met. */
  @Override
  public void run() {
    counters.tick(System.nanoTime());
  }

  /** Puts other rules in force; labels follow with the next pages. */
  public void change(LabelRules newRules) {
    counters.change(newRules);
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

  String nameOf(T tenant) {
    return nameOf.apply(tenant);
  }

  private void count(T tenant, int first, boolean error, long durationNanos, int weight) {
    StripedCounters own = counters.of(tenant, weight);
    int stripe = own.stripe();
    own.add(stripe, first, 1);
    own.add(stripe, first + 1, Math.max(0, durationNanos));
    if (error) {
      own.add(stripe, first + 2, 1);
    }
    if (weight != 1) {
      own.add(stripe, EXTRA_WEIGHT, weight - 1);
    }
  }

  private static long weight(StripedCounters counters) {
    return counters.sum(HTTP_REQUESTS) + counters.sum(DB_OPERATIONS) + counters.sum(EXTRA_WEIGHT);
  }
}
