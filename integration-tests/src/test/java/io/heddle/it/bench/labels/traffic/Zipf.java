package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/**
 * Ranks from 0, drawn with a probability proportional to {@code (rank + 1)^-exponent}: Walker's
 * alias method (1977, in the form of Vose 1991), two draws each.
 */
final class Zipf {
  private final SplittableRandom random;
  private final double[] own;
  private final int[] alias;

  Zipf(int ranks, double exponent, SplittableRandom random) {
    this.random = random;
    this.own = new double[ranks];
    this.alias = new int[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      own[rank] = Math.pow(rank + 1, -exponent);
      sum += own[rank];
    }
    for (int rank = 0; rank < ranks; rank++) {
      own[rank] *= ranks / sum;
    }
    pair();
  }

  /** Fills every column that holds less than its share from one that holds more. */
  private void pair() {
    int[] poor = new int[own.length];
    int[] rich = new int[own.length];
    int poors = 0;
    int riches = 0;
    for (int column = 0; column < own.length; column++) {
      if (own[column] < 1) {
        poor[poors++] = column;
      } else {
        rich[riches++] = column;
      }
    }
    while (poors > 0 && riches > 0) {
      int less = poor[--poors];
      int more = rich[riches - 1];
      alias[less] = more;
      own[more] -= 1 - own[less];
      if (own[more] < 1) {
        riches--;
        poor[poors++] = more;
      }
    }
    // What is left over is full up to rounding.
    while (poors > 0) {
      own[poor[--poors]] = 1;
    }
    while (riches > 0) {
      own[rich[--riches]] = 1;
    }
  }

  int draw() {
    int column = random.nextInt(own.length);
    return random.nextDouble() < own[column] ? column : alias[column];
  }
}
