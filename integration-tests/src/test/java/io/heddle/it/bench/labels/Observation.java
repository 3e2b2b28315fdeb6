package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.peers.Limiter;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Traffic;

/**
 * Leads a limiter through some traffic, and has its pages and its bounds read. Nobody else may hold
 * on to the limiter, because it is weighed by letting it go.
 */
final class Observation {
  private static final long TICK_MICROS = 250_000;

  private final TenantNames names;
  private final Ledger ledger;
  private final Auditor auditor;
  private Limiter limiter;
  private long nextTick = TICK_MICROS;
  private long nextScrape;
  private long read;

  Observation(Limiter limiter, Truth truth, TenantNames names, Ledger ledger) {
    this.limiter = limiter;
    this.names = names;
    this.ledger = ledger;
    this.auditor = new Auditor(limiter, truth, names);
  }

  void feed(Traffic traffic, Scale scale) {
    nextScrape = scale.scrapeMicros();
    for (long event = 0; event < scale.events(); event++) {
      long micros = scale.microsOf(event);
      if (micros >= nextTick) {
        limiter.tick(nextTick);
        nextTick += TICK_MICROS;
      }
      if (micros >= nextScrape) {
        scrape(nextScrape, event, false);
        nextScrape += scale.scrapeMicros();
      }
      int tenant = traffic.next(micros);
      auditor.count(tenant, micros);
      limiter.record(names.of(tenant, event));
    }
    scrape(scale.endMicros(), scale.events(), true);
  }

  private void scrape(long micros, long events, boolean isLast) {
    ledger.begin(micros, events - read);
    limiter.scrape(micros, isLast, ledger);
    ledger.end();
    auditor.ask(limiter, micros);
    read = events;
  }

  Ledger ledger() {
    return ledger;
  }

  Auditor auditor() {
    return auditor;
  }

  /** Lets go of the limiter, and says how many bytes died with it. */
  long releasedBytes() {
    long with = aliveBytes();
    limiter = null;
    return with - aliveBytes();
  }

  /**
   * Exact to a few KiB under the serial collector that always compacts. The least of three, because
   * any thread that wakes up after a collection takes a buffer of some MiB to allocate from.
   */
  private static long aliveBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
