package io.heddle.sampler.labels;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who reads the page regularly, and up to which page each has seen: two Prometheus servers beside
 * each other must both have seen a label at zero before it counts.
 *
 * <p>A scraper is taken for regular from its second page on, and until it has been away for three
 * of its intervals; an operator's single look holds up nothing. Guarded by the lock of {@link
 * TenantCounters}. Bound: {@link #MOST}; more than that are not waited for.
 */
final class Scrapers {
  static final int MOST = 16;

  private static final int ABSENT_INTERVALS = 3;
  private static final long LONGEST_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Within which a scraper's second page is waited for: the longest usual interval, and a bit. */
  private static final long FIRST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(65);

  private static final class Scraper {
    long page;
    long seenNanos;
    long intervalNanos;

    boolean isRegular(long nowNanos) {
      return intervalNanos > 0
          && nowNanos - seenNanos
              < ABSENT_INTERVALS * Math.min(intervalNanos, LONGEST_INTERVAL_NANOS);
    }
  }

  private final Map<String, Scraper> byName = new HashMap<>();

  /** {@code name} is being served that page. */
  void served(String name, long page, long nowNanos) {
    Scraper scraper = byName.get(name);
    if (scraper == null) {
      byName.values().removeIf(known -> !known.isRegular(nowNanos) && byName.size() >= MOST);
      if (byName.size() >= MOST) {
        return;
      }
      scraper = new Scraper();
      byName.put(name, scraper);
    } else {
      scraper.intervalNanos = Math.max(1, nowNanos - scraper.seenNanos);
    }
    scraper.page = page;
    scraper.seenNanos = nowNanos;
  }

  /** Whether every regular scraper has been served {@code page} or a later one. */
  boolean allSaw(long page, long nowNanos) {
    for (Scraper scraper : byName.values()) {
      if (scraper.page < page && scraper.isRegular(nowNanos)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The newest page that everybody has been served, as {@link #everybodySaw} means it; {@code page}
   * if nobody reads.
   *
   * @param page the newest page there is
   */
  long seen(long page, long nowNanos) {
    long seen = page;
    for (Scraper scraper : byName.values()) {
      if (scraper.page < seen && isWaitedFor(scraper, nowNanos)) {
        seen = scraper.page;
      }
    }
    return seen;
  }

  /**
   * Whether also those have been served {@code page} or a later one who may yet turn out to be
   * regular: one page was served to them, not long ago.
   */
  boolean everybodySaw(long page, long nowNanos) {
    return seen(page, nowNanos) >= page;
  }

  private static boolean isWaitedFor(Scraper scraper, long nowNanos) {
    boolean mayReturn =
        scraper.intervalNanos == 0 && nowNanos - scraper.seenNanos < FIRST_INTERVAL_NANOS;
    return mayReturn || scraper.isRegular(nowNanos);
  }
}
