package io.heddle.it.bench.traces;

import io.heddle.sampler.traces.Threshold;

/** Everybody with the same probability, known beforehand to be the right one. */
final class Uniform implements TraceContender {
  private final long threshold;

  Uniform(double probability) {
    threshold = Threshold.of(probability);
  }

  @Override
  public String title() {
    return "uniform";
  }

  @Override
  public double weigh(int tenant, long nowNanos, long randomness) {
    return Threshold.keeps(threshold, randomness) ? Threshold.weight(threshold) : 0;
  }
}
