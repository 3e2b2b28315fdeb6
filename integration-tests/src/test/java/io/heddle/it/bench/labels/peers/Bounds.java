package io.heddle.it.bench.labels.peers;

/**
 * What somebody says a tenant weighs: its requests, each of which weighs half after a half-life.
 *
 * @param least it cannot weigh less
 * @param most it cannot weigh more
 */
public record Bounds(double least, double most) {
  /** Whether a weight is possible, up to the rounding of sums of a million. */
  public boolean contain(double weight) {
    double rounding = 1e-9 * Math.max(1, weight);
    return least <= weight + rounding && weight <= most + rounding;
  }
}
