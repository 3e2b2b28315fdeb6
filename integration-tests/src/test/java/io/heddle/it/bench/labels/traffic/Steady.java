package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/** Zipf's law with exponent 1.1 over all tenants, always the same. */
final class Steady implements Traffic {
  static final double EXPONENT = 1.1;

  private final Zipf zipf;
  private final Ranking ranking;
  private final int tenants;

  Steady(Scale scale, SplittableRandom random) {
    this.tenants = scale.tenants();
    this.zipf = new Zipf(tenants, EXPONENT, random);
    this.ranking = new Ranking(tenants, random);
  }

  @Override
  public int next(long micros) {
    return ranking.tenant(zipf.draw());
  }

  @Override
  public int tenants() {
    return tenants;
  }
}
