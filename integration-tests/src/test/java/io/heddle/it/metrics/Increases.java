package io.heddle.it.metrics;

import io.heddle.it.harness.Prometheus.Series;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a counter grew by from scrape to scrape, as {@code increase()} sees it but without its
 * extrapolation: a series' first sample tells nothing, a value that fell began anew at 0.
 */
final class Increases {
  private Increases() {}

  /** The sum over all series, by time of scrape. */
  static Map<Double, Double> of(List<Series> all) {
    Map<Double, Double> increases = new TreeMap<>();
    for (Series series : all) {
      double last = Double.NaN;
      for (Map.Entry<Double, Double> sample : series.samples().entrySet()) {
        double value = sample.getValue();
        double increase = Double.isNaN(last) ? 0 : value >= last ? value - last : value;
        increases.merge(sample.getKey(), increase, Double::sum);
        last = value;
      }
    }
    return increases;
  }
}
