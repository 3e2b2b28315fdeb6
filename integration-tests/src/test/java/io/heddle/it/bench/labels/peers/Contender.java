package io.heddle.it.bench.labels.peers;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import java.util.function.IntFunction;

/** Who is compared. */
public enum Contender {
  OTEL_CUMULATIVE("opentelemetry cumulative", cap -> openTelemetry(true, cap)),
  OTEL_DELTA("opentelemetry delta 60 s", cap -> openTelemetry(false, cap)),
  MICROMETER("micrometer deny", Micrometer::new),
  SPECTATOR("spectator mostFrequent", Spectator::new),
  FIRST_COME("plain cap", FirstCome::new),
  HEDDLE("heddle", Heddle::new);

  private final String title;
  private final IntFunction<Limiter> limiter;

  Contender(String title, IntFunction<Limiter> limiter) {
    this.title = title;
    this.limiter = limiter;
  }

  /** What it is called in the table. */
  public String title() {
    return title;
  }

  /**
   * A new one that has counted nothing.
   *
   * @param cap the most labels, that of all others included
   */
  public Limiter open(int cap) {
    return limiter.apply(cap);
  }

  private static Limiter openTelemetry(boolean isCumulative, int cap) {
    return new OpenTelemetry(
        isCumulative ? AggregationTemporality.CUMULATIVE : AggregationTemporality.DELTA, cap);
  }
}
