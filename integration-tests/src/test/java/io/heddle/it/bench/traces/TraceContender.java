package io.heddle.it.bench.traces;

/** A way of deciding which traces are kept. */
interface TraceContender {
  /** What the table calls it. */
  String title();

  /**
   * Decides about the next trace.
   *
   * @param randomness 56 random bits
   * @return how many traces it stands for, if it is kept; else 0
   */
  double weigh(int tenant, long nowNanos, long randomness);
}
