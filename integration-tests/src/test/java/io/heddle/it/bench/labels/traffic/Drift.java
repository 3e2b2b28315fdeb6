package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/**
 * Every tenant's share moves in a straight line from its share in one ranking to that in another,
 * from the beginning to the end: never a jump, and at the end nothing is as it was.
 */
final class Drift implements Traffic {
  private final SplittableRandom random;
  private final Zipf zipf;
  private final Ranking from;
  private final Ranking to;
  private final Scale scale;

  Drift(Scale scale, SplittableRandom random) {
    this.scale = scale;
    this.random = random;
    this.zipf = new Zipf(scale.tenants(), Steady.EXPONENT, random);
    this.from = new Ranking(scale.tenants(), random);
    this.to = new Ranking(scale.tenants(), random);
  }

  @Override
  public int next(long micros) {
    Ranking ranking = random.nextDouble() * scale.endMicros() < micros ? to : from;
    return ranking.tenant(zipf.draw());
  }

  @Override
  public int tenants() {
    return scale.tenants();
  }
}
