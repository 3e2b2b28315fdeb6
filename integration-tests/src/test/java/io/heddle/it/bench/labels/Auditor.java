package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.peers.Bounds;
import io.heddle.it.bench.labels.peers.Limiter;
import io.heddle.it.bench.labels.traffic.Traffic;
import java.util.Optional;

/**
 * Asks a limiter what tenants weigh, and knows it: every request decayed from the very time it was
 * made. A limiter that publishes no bounds is not followed.
 */
final class Auditor {
  /** Asked at each scrape: so many of the heaviest, and as many others in turn. */
  private static final int ASKED = 100;

  private static final double HALF_LIFE_MICROS = Limiter.HALF_LIFE_SECONDS * 1e6;

  private final Truth truth;
  private final TenantNames names;
  private final double[] weights;
  private int next;
  private int answers;
  private int wrong;

  Auditor(Limiter limiter, Truth truth, TenantNames names) {
    this.truth = truth;
    this.names = names;
    boolean publishes = limiter.bounds(names.of(0, 0), 0).isPresent();
    this.weights = new double[publishes ? truth.tenants() : 0];
  }

  void count(int tenant, long micros) {
    if (weights.length > 0 && tenant != Traffic.ONE_OFF) {
      weights[tenant] += factor(micros);
    }
  }

  /** Asks; to be called when all that was counted has been read. */
  void ask(Limiter limiter, long micros) {
    if (weights.length == 0) {
      return;
    }
    for (int i = 0; i < Math.min(ASKED, weights.length); i++) {
      ask(limiter, truth.heaviest(i), micros);
      ask(limiter, next, micros);
      next = (next + 1) % weights.length;
    }
  }

  private void ask(Limiter limiter, int tenant, long micros) {
    Optional<Bounds> bounds = limiter.bounds(names.of(tenant, 0), micros);
    answers++;
    if (!bounds.orElseThrow().contain(weights[tenant] / factor(micros))) {
      wrong++;
    }
  }

  /** How many answers there were; 0 from who publishes no bounds. */
  int answers() {
    return answers;
  }

  /** How many of them did not contain the truth. */
  int wrong() {
    return wrong;
  }

  /**
   * The present is made heavier instead of the past lighter; a run is short enough for a double.
   */
  private static double factor(long micros) {
    return Math.pow(2, micros / HALF_LIFE_MICROS);
  }
}
