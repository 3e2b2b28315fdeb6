package io.heddle.it.bench.labels.traffic;

/**
 * How much traffic there is, for how many.
 *
 * @param events requests in all
 * @param rate requests a second of simulated time
 * @param tenants how many share what is not said to be somebody's
 * @param scrapeSeconds simulated time between two scrapes; divides a minute
 * @param seed of every choice
 */
public record Scale(long events, int rate, int tenants, int scrapeSeconds, long seed) {
  private static final long MICROS = 1_000_000;

  /** A minute to begin in, and one to be looked at. */
  private static final int LEAST_SECONDS = 120;

  public Scale {
    if (events < 1 || rate < 1 || tenants < 2 || scrapeSeconds < 1 || 60 % scrapeSeconds != 0) {
      throw new IllegalArgumentException(
          "expected events and rate above 0, at least 2 tenants, and scrapes at a divisor of 60 s");
    }
    if (events / rate < LEAST_SECONDS) {
      throw new IllegalArgumentException(
          events
              + " events at "
              + rate
              + " a second take "
              + events / rate
              + " s; expected at least "
              + LEAST_SECONDS);
    }
  }

  /** When the request with that number, from 0, is made. */
  public long microsOf(long event) {
    return event * MICROS / rate;
  }

  /** When it is over. */
  public long endMicros() {
    return microsOf(events);
  }

  /** Time between two scrapes. */
  public long scrapeMicros() {
    return scrapeSeconds * MICROS;
  }

  /**
   * When the last ten minutes begin, or the second half of a shorter run; on a full minute, so that
   * who is read once a minute is read then.
   */
  public long windowMicros() {
    long minute = 60 * MICROS;
    return (endMicros() - Math.min(10 * minute, endMicros() / 2)) / minute * minute;
  }
}
