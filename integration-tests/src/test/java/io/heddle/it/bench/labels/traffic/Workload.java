package io.heddle.it.bench.labels.traffic;

import java.util.SplittableRandom;
import java.util.function.BiFunction;

/** What labels are tried on. The first four have targets of their own. */
public enum Workload {
  W1("Zipf 1.1 over all tenants", Steady::new),
  W2(
      "10,000 one-off tenants, then W1",
      (scale, random) -> new OneOffsFirst(10_000, new Steady(scale, random))),
  W3("a fifth of the top 2,000 replaced every 200 s; one with 5 % from half-way", Replaced::new),
  W4(
      "W1, but every other request carries a random ID",
      (scale, random) -> new RandomIds(new Steady(scale, random), random)),
  DRIFT("one ranking turns slowly into another", Drift::new),
  DIURNAL("four time zones wake and sleep in turn", Diurnal::new),
  CROWD("300 quiet tenants have 30 % for a while", FlashCrowd::new),
  BURSTS("100 tenants burst right before each scrape", BoundaryBursts::new),
  UNIFORM("3,000 tenants, all alike", (scale, random) -> new Uniform(random)),
  LATE("ten tenants with 1 % each arrive one by one", Latecomers::new);

  private final String title;
  private final BiFunction<Scale, SplittableRandom, Traffic> traffic;

  Workload(String title, BiFunction<Scale, SplittableRandom, Traffic> traffic) {
    this.title = title;
    this.traffic = traffic;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** The same requests for the same scale, each time. */
  public Traffic traffic(Scale scale) {
    return traffic.apply(scale, new SplittableRandom(scale.seed()));
  }
}
