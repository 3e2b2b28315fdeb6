package io.heddle.sampler.series;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Errors by tenant and route, for tenants that have a label: a bounded number of pairs.
 *
 * <p>A pair is shown at zero before it grows, like a label: a scraper cannot see the growth of a
 * series that begins above zero. It goes when its tenant loses the label, and when it has not grown
 * for an hour while another pair found no room.
 *
 * <p>Any thread counts; a known pair allocates nothing. One thread at a time makes a page.
 *
 * @param <T> a tenant; equal if it is the same
 */
public final class RouteErrors<T> {
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  /**
   * What stands on a page.
   *
   * @param errors since the pair has a series; 0 while some scraper has not seen that it has
   */
  public record Row<T>(T tenant, String route, long errors) {}

  private static final class Pair {
    final LongAdder errors = new LongAdder();

    // Both below belong to the thread that makes the page.
    /** The first page that it stood on, at zero; 0 if there was none yet. */
    long shownSince;

    long counted;
    long grewNanos;
  }

  private final ConcurrentHashMap<T, ConcurrentHashMap<String, Pair>> tenants =
      new ConcurrentHashMap<>();

  private final AtomicInteger pairs = new AtomicInteger();
  private final LongAdder unshown = new LongAdder();
  private volatile int most;

  /** How many pairs there may be from now on; those beyond it go with the next page. */
  public void bound(int mostPairs) {
    most = mostPairs;
  }

  /** Counts an error of a tenant that has a label. */
  public void count(T tenant, String route) {
    int bound = most;
    if (bound == 0) {
      return;
    }
    ConcurrentHashMap<String, Pair> routes = tenants.get(tenant);
    Pair pair = routes == null ? null : routes.get(route);
    if (pair == null) {
      if (pairs.get() >= bound) {
        unshown.increment();
        return;
      }
      pair =
          tenants
              .computeIfAbsent(tenant, unused -> new ConcurrentHashMap<>())
              .computeIfAbsent(route, unused -> begin());
    }
    pair.errors.increment();
  }

  /** Whether there is no pair. */
  public boolean isEmpty() {
    return tenants.isEmpty();
  }

  /** Errors of tenants with a label that found no room for their pair. */
  public long unshown() {
    return unshown.sum();
  }

  /**
   * What stands on a page.
   *
   * @param isLabelled whether a tenant has a label on this page
   * @param page its number, from 1
   * @param seen the newest page that every regular scraper has been served before this one
   */
  public List<Row<T>> page(Predicate<T> isLabelled, long page, long seen, long nowNanos) {
    boolean isFull = pairs.get() >= most;
    int kept = 0;
    List<Row<T>> rows = new ArrayList<>();
    for (Map.Entry<T, ConcurrentHashMap<String, Pair>> tenant : tenants.entrySet()) {
      boolean stays = isLabelled.test(tenant.getKey());
      Iterator<Map.Entry<String, Pair>> routes = tenant.getValue().entrySet().iterator();
      while (routes.hasNext()) {
        Map.Entry<String, Pair> route = routes.next();
        Pair pair = route.getValue();
        boolean isIdle = isIdle(pair, nowNanos);
        if (stays && !(isFull && isIdle) && kept < most) {
          kept++;
          rows.add(new Row<>(tenant.getKey(), route.getKey(), shown(pair, page, seen)));
        } else {
          routes.remove();
        }
      }
      if (!stays) {
        tenants.remove(tenant.getKey());
      }
    }
    // Counted anew: a pair that was begun while its tenant was taken out is in no map.
    pairs.set(kept);
    return rows;
  }

  private Pair begin() {
    pairs.incrementAndGet();
    return new Pair();
  }

  private static boolean isIdle(Pair pair, long nowNanos) {
    long now = pair.errors.sum();
    if (now != pair.counted || pair.shownSince == 0) {
      pair.counted = now;
      pair.grewNanos = nowNanos;
    }
    return nowNanos - pair.grewNanos > IDLE_NANOS;
  }

  private static long shown(Pair pair, long page, long seen) {
    if (pair.shownSince == 0) {
      pair.shownSince = page;
      return 0;
    }
    return pair.shownSince <= seen ? pair.errors.sum() : 0;
  }
}
