package io.heddle.it.bench.labels.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Steady traffic in which ten tenants arrive one after the other, at no round time, each with 1 %
 * of all requests from then on.
 */
final class Latecomers implements Traffic {
  private static final int COUNT = 10;
  private static final double SHARE = 0.01;

  private final Traffic steady;
  private final SplittableRandom random;
  private final List<LateTenant> late = new ArrayList<>();
  private int arrived;

  Latecomers(Scale scale, SplittableRandom random) {
    this.steady = new Steady(scale, random);
    this.random = random;
    long apart = scale.endMicros() / (COUNT + 2);
    for (int i = 0; i < COUNT; i++) {
      long jitter = (long) (random.nextDouble() * apart / 2);
      late.add(new LateTenant(scale.tenants() + i, (i + 1) * apart + jitter));
    }
  }

  @Override
  public int next(long micros) {
    while (arrived < COUNT && micros >= late.get(arrived).arrivalMicros()) {
      arrived++;
    }
    int slot = (int) (random.nextDouble() / SHARE);
    return slot < arrived ? late.get(slot).tenant() : steady.next(micros);
  }

  @Override
  public int tenants() {
    return steady.tenants() + COUNT;
  }

  @Override
  public List<LateTenant> late() {
    return late;
  }
}
