package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/** Three thousand tenants, all alike: nobody deserves a label more than another. */
final class Uniform implements Traffic {
  private static final int TENANTS = 3_000;

  private final SplittableRandom random;

  Uniform(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public int next(long micros) {
    return random.nextInt(TENANTS);
  }

  @Override
  public int tenants() {
    return TENANTS;
  }
}
