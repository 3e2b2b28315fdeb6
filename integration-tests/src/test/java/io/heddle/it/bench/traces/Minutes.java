package io.heddle.it.bench.traces;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What one contender kept in each minute. */
final class Minutes {
  private final List<Integer> kept = new ArrayList<>();
  private final List<Double> coverages = new ArrayList<>();
  private final List<Double> estimates = new ArrayList<>();

  private final BitSet covered = new BitSet();
  private int keptNow;
  private double weightsNow;

  void add(int tenant, double weight) {
    if (weight > 0) {
      keptNow++;
      weightsNow += weight;
      covered.set(tenant);
    }
  }

  /**
   * A minute ends.
   *
   * @param isCounted false while contenders warm up
   */
  void end(int requests, int tenants, boolean isCounted) {
    if (isCounted) {
      kept.add(keptNow);
      coverages.add(covered.cardinality() / (double) tenants);
      estimates.add(weightsNow / requests);
    }
    keptNow = 0;
    weightsNow = 0;
    covered.clear();
  }

  double perSecond() {
    return kept.stream().mapToInt(Integer::intValue).average().orElse(0) / 60;
  }

  double mostPerSecond() {
    return kept.stream().mapToInt(Integer::intValue).max().orElse(0) / 60.0;
  }

  double coverage() {
    return coverages.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** Mean of the sum of weights by the number of requests. */
  double estimate() {
    return estimates.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  double deviation() {
    double mean = estimate();
    double squares = estimates.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum();
    return Math.sqrt(squares / Math.max(1, estimates.size() - 1));
  }

  /** Half the width of the 95 % interval of the mean. */
  double interval() {
    // Student's t is within 5 % of 2 from 15 minutes on, and 2.6 for 5.
    double quantile = estimates.size() < 15 ? 2.6 : 2.0;
    return quantile * deviation() / Math.sqrt(estimates.size());
  }
}
