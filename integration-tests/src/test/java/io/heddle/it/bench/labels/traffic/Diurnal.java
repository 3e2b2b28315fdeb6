package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/**
 * Tenants of four time zones: each wakes and sleeps, a quarter of a 20-minute day after another.
 */
final class Diurnal implements Traffic {
  private static final double DAY_MICROS = 1_200e6;
  private static final int ZONES = 4;

  /** What is left of a tenant's requests in the middle of its night. */
  private static final double NIGHT = 0.02;

  private final SplittableRandom random;
  private final Zipf zipf;
  private final Ranking ranking;
  private final int tenants;

  Diurnal(Scale scale, SplittableRandom random) {
    this.random = random;
    this.tenants = scale.tenants();
    this.zipf = new Zipf(tenants, Steady.EXPONENT, random);
    this.ranking = new Ranking(tenants, random);
  }

  @Override
  public int next(long micros) {
    while (true) {
      int tenant = ranking.tenant(zipf.draw());
      double hour = micros / DAY_MICROS - (double) (tenant % ZONES) / ZONES;
      double awake = NIGHT + (1 - NIGHT) * (0.5 + 0.5 * Math.cos(2 * Math.PI * hour));
      if (random.nextDouble() < awake) {
        return tenant;
      }
    }
  }

  @Override
  public int tenants() {
    return tenants;
  }
}
