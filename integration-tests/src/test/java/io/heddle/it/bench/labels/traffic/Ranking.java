package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;

/** Which tenant holds which rank. Numbers say nothing about ranks: they are shuffled. */
final class Ranking {
  private final int[] tenants;

  Ranking(int ranks, SplittableRandom random) {
    tenants = new int[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      int other = random.nextInt(rank + 1);
      tenants[rank] = tenants[other];
      tenants[other] = rank;
    }
  }

  int tenant(int rank) {
    return tenants[rank];
  }

  void replace(int rank, int tenant) {
    tenants[rank] = tenant;
  }
}
