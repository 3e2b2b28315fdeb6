package io.heddle.it.bench.labels.traffic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Every 200 s a fifth of the 2,000 heaviest tenants is replaced by tenants that nobody has seen;
 * half-way one more arrives and has 5 % of all requests from then on.
 */
final class Replaced implements Traffic {
  private static final long PERIOD_MICROS = 200_000_000;
  private static final double LATE_SHARE = 0.05;

  private final SplittableRandom random;
  private final Zipf zipf;
  private final Ranking ranking;
  private final int heaviest;
  private final int tenants;
  private final LateTenant late;
  private long nextMicros = PERIOD_MICROS;
  private int unseen;

  Replaced(Scale scale, SplittableRandom random) {
    this.random = random;
    this.zipf = new Zipf(scale.tenants(), Steady.EXPONENT, random);
    this.ranking = new Ranking(scale.tenants(), random);
    this.heaviest = Math.min(2_000, scale.tenants());
    this.unseen = scale.tenants();
    int periods = (int) (scale.endMicros() / PERIOD_MICROS);
    this.tenants = scale.tenants() + periods * (heaviest / 5) + 1;
    this.late = new LateTenant(tenants - 1, scale.endMicros() / 2);
  }

  @Override
  public int next(long micros) {
    if (micros >= nextMicros) {
      nextMicros += PERIOD_MICROS;
      replaceAFifth();
    }
    return micros >= late.arrivalMicros() && random.nextDouble() < LATE_SHARE
        ? late.tenant()
        : ranking.tenant(zipf.draw());
  }

  /** Each rank is met once, and taken with the probability that leaves exactly a fifth. */
  private void replaceAFifth() {
    int wanted = heaviest / 5;
    for (int rank = 0; rank < heaviest; rank++) {
      if (random.nextInt(heaviest - rank) < wanted) {
        wanted--;
        ranking.replace(rank, unseen++);
      }
    }
  }

  @Override
  public int tenants() {
    return tenants;
  }

  @Override
  public List<LateTenant> late() {
    return List.of(late);
  }
}
