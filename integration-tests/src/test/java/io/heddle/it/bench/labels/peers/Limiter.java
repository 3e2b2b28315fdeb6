package io.heddle.it.bench.labels.peers;

import java.util.Optional;

/** Counts requests by tenant under a bounded number of labels. One thread; time is simulated. */
public interface Limiter {
  /** The half-life of whoever forgets. */
  int HALF_LIFE_SECONDS = 60;

  /** Counts one request. */
  void record(String tenant);

  /** Comes every 250 ms of simulated time, for who does work of its own. */
  default void tick(long micros) {}

  /**
   * Writes down everything that a scraper or a reader would be given now.
   *
   * @param micros simulated time
   * @param isLast whether it is the end of the run, when who exports at intervals exports the rest
   */
  void scrape(long micros, boolean isLast, Page page);

  /**
   * What it says that a tenant weighs now, with a half-life of {@link #HALF_LIFE_SECONDS}; empty if
   * it says nothing.
   */
  default Optional<Bounds> bounds(String tenant, long micros) {
    return Optional.empty();
  }
}
