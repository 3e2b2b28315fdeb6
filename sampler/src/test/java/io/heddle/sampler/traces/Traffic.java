package io.heddle.sampler.traces;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Simulated requests: Poisson arrivals whose tenants are drawn by Zipf's law. */
final class Traffic {
  private final SplittableRandom random;
  private final double[] cumulated;

  Traffic(long seed, int tenants, double exponent) {
    this.random = new SplittableRandom(seed);
    this.cumulated = new double[tenants];
    double sum = 0;
    for (int i = 0; i < tenants; i++) {
      sum += Math.pow(i + 1, -exponent);
      cumulated[i] = sum;
    }
  }

  /** The rank of the next request's tenant, from 0 up. */
  int tenant() {
    double at = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, at);
    return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
  }

  /** Nanoseconds until the next request. */
  long pauseNanos(double perSecond) {
    return (long) (-Math.log(1 - random.nextDouble()) * 1e9 / perSecond);
  }

  /** The random bits of the next trace's ID. */
  long randomness() {
    return random.nextLong();
  }

  /** Any number below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }
}
