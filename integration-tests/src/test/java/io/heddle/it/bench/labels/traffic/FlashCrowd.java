package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/**
 * Steady traffic, but from three quarters of the run on 300 tenants of the quiet half have 30 % of
 * all requests, for a twentieth of it.
 */
final class FlashCrowd implements Traffic {
  private static final int CROWD = 300;
  private static final double SHARE = 0.3;

  private final SplittableRandom random;
  private final Zipf zipf;
  private final Ranking ranking;
  private final int tenants;
  private final long fromMicros;
  private final long toMicros;

  FlashCrowd(Scale scale, SplittableRandom random) {
    this.random = random;
    this.tenants = scale.tenants();
    this.zipf = new Zipf(tenants, Steady.EXPONENT, random);
    this.ranking = new Ranking(tenants, random);
    this.fromMicros = scale.endMicros() / 4 * 3;
    this.toMicros = fromMicros + scale.endMicros() / 20;
  }

  @Override
  public int next(long micros) {
    boolean isFlash = micros >= fromMicros && micros < toMicros && random.nextDouble() < SHARE;
    int crowd = Math.min(CROWD, tenants / 2);
    return ranking.tenant(isFlash ? tenants - 1 - random.nextInt(crowd) : zipf.draw());
  }

  @Override
  public int tenants() {
    return tenants;
  }
}
