package io.heddle.agent.telemetry;

import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.function.Consumer;

/** Tells the operator when there are more tenants than one tier holds, or few enough again. */
public final class TierLog implements Runnable {
  private final TierMonitor tiers;
  private final Consumer<String> log;
  private Tier told = Tier.FEW;

  /**
   * @param log takes a line
   */
  public TierLog(TierMonitor tiers, Consumer<String> log) {
    this.tiers = tiers;
    this.log = log;
  }

  /** Looks, and tells if the tier is another; one thread. */
  @Override
  public void run() {
    Tier tier = tiers.tier();
    if (tier != told) {
      log.accept(line(tier));
      told = tier;
    }
  }

  private String line(Tier tier) {
    int many = tiers.edges().many();
    int crowded = tiers.edges().crowded();
    return switch (tier) {
      case FEW -> "fewer than " + many + " tenants again: traces are kept as in the lowest tier";
      case MANY ->
          many + " tenants or more of late: a smaller fraction of traces is kept, see the policy";
      case CROWDED ->
          "more than "
              + crowded
              + " tenants of late: fewer traces still, and only tenants that matter keep a label";
    };
  }
}
