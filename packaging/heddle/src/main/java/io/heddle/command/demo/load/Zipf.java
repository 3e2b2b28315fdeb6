package io.heddle.command.demo.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws ranks as tenants are busy: rank k with a probability in proportion to 1 / (k + 1)^exponent.
 *
 * <p>Immutable; any thread may draw with a generator of its own.
 */
final class Zipf {
  private final double[] cumulative;

  /**
   * @param ranks how many there are, at least 1
   * @param exponent 0 makes all ranks alike; 1 is the classic law
   */
  Zipf(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int k = 0; k < ranks; k++) {
      sum += Math.pow(k + 1, -exponent);
      cumulative[k] = sum;
    }
  }

  /** A rank from 0, the most likely one, up. */
  int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int at = Arrays.binarySearch(cumulative, point);
    return at >= 0 ? at : -at - 1;
  }
}
