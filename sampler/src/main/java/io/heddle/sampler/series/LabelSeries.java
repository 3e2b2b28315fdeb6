package io.heddle.sampler.series;

import java.time.Duration;
import java.util.List;

/**
 * Which series a label has beside its counters. Each costs a scraper as many series as there are
 * labels, so the operator decides.
 *
 * @param latencyBounds the upper bounds of the latency histogram's buckets, rising; each one of
 *     {@link #BOUNDS}; empty for no histogram
 * @param routeErrors the most pairs of tenant and route whose errors are shown, from 0 for none to
 *     {@link #MOST_ROUTE_ERRORS}
 */
public record LabelSeries(List<Duration> latencyBounds, int routeErrors) {
  /**
   * The bounds that latencies are counted by, the longest last. They are some of the fourteen that
   * the OpenTelemetry semantic conventions advise for {@code http.server.request.duration}, so that
   * a tenant's buckets compare to those of a route: as many as fit beside the other counters of a
   * label into two cache lines.
   */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** At about 200 bytes each, 20 MB. */
  public static final int MOST_ROUTE_ERRORS = 100_000;

  /** Five buckets and the one without a bound; no errors by route. */
  public static final LabelSeries DEFAULT =
      new LabelSeries(
          List.of(
              Duration.ofMillis(25),
              Duration.ofMillis(100),
              Duration.ofMillis(250),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5)),
          0);

  /**
   * @throws IllegalArgumentException saying which value is not as expected
   */
  public LabelSeries {
    latencyBounds = List.copyOf(latencyBounds);
    int last = -1;
    for (Duration bound : latencyBounds) {
      int index = BOUNDS.indexOf(bound);
      if (index <= last) {
        throw new IllegalArgumentException(
            "latencyBounds are " + latencyBounds + "; expected some of " + BOUNDS + ", rising");
      }
      last = index;
    }
    if (routeErrors < 0 || routeErrors > MOST_ROUTE_ERRORS) {
      throw new IllegalArgumentException(
          "routeErrors is " + routeErrors + "; expected from 0 to " + MOST_ROUTE_ERRORS);
    }
  }
}
