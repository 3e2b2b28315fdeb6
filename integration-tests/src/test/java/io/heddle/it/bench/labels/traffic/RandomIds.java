package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/** Half of somebody else's requests carry an ID of their own instead. */
final class RandomIds implements Traffic {
  private final SplittableRandom random;
  private final Traffic other;

  RandomIds(Traffic other, SplittableRandom random) {
    this.other = other;
    this.random = random;
  }

  @Override
  public int next(long micros) {
    return random.nextBoolean() ? ONE_OFF : other.next(micros);
  }

  @Override
  public int tenants() {
    return other.tenants();
  }
}
