package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/**
 * Somebody who knows when pages are written: in the last half second before each scrape half of all
 * requests come from a hundred tenants that were silent for ten scrapes and will be for ten more.
 */
final class BoundaryBursts implements Traffic {
  private static final long BURST_MICROS = 500_000;
  private static final int GROUPS = 10;
  private static final int GROUP = 100;

  private final Traffic steady;
  private final SplittableRandom random;
  private final long scrapeMicros;
  private final int firstAttacker;

  BoundaryBursts(Scale scale, SplittableRandom random) {
    this.steady = new Steady(scale, random);
    this.random = random;
    this.scrapeMicros = scale.scrapeMicros();
    this.firstAttacker = scale.tenants();
  }

  @Override
  public int next(long micros) {
    long untilScrape = scrapeMicros - micros % scrapeMicros;
    if (untilScrape > BURST_MICROS || random.nextBoolean()) {
      return steady.next(micros);
    }
    int group = (int) (micros / scrapeMicros % GROUPS);
    return firstAttacker + group * GROUP + random.nextInt(GROUP);
  }

  @Override
  public int tenants() {
    return firstAttacker + GROUPS * GROUP;
  }
}
