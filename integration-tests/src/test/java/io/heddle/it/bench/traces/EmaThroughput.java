package io.heddle.it.bench.traces;

import io.heddle.sampler.traces.Threshold;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The EMA-throughput sampler of Honeycomb's Refinery, from the description in dynsampler-go and
 * Refinery's documentation: every 15 s the counts of all keys go into a moving average; each key's
 * goal is the logarithm of its average, scaled so that the goals add up to the throughput; its rate
 * is average by goal. A key beyond the 500 that are tracked is kept always.
 */
final class EmaThroughput implements TraceContender {
  private static final long INTERVAL_NANOS = 15_000_000_000L;
  private static final double WEIGHT = 0.5;
  private static final double AGE_OUT = 0.5;
  private static final int INITIAL_RATE = 10;
  private static final int MOST_KEYS = 500;

  private final double goal;
  private final Map<Integer, Integer> counts = new HashMap<>();
  private final Map<Integer, Double> averages = new TreeMap<>();
  private Map<Integer, Integer> rates = Map.of();
  private boolean hasRates;
  private long nextNanos = INTERVAL_NANOS;

  EmaThroughput(double perSecond) {
    goal = perSecond * INTERVAL_NANOS / 1e9;
  }

  @Override
  public String title() {
    return "EMA throughput";
  }

  @Override
  public double weigh(int tenant, long nowNanos, long randomness) {
    if (nowNanos >= nextNanos) {
      nextNanos += INTERVAL_NANOS;
      average();
      rates = rates();
      hasRates = true;
    }
    if (counts.size() < MOST_KEYS || counts.containsKey(tenant)) {
      counts.merge(tenant, 1, Integer::sum);
    }
    int rate = hasRates ? rates.getOrDefault(tenant, 1) : INITIAL_RATE;
    long threshold = Threshold.of(1.0 / rate);
    return Threshold.keeps(threshold, randomness) ? rate : 0;
  }

  private void average() {
    averages.replaceAll(
        (key, average) -> WEIGHT * counts.getOrDefault(key, 0) + (1 - WEIGHT) * average);
    counts.forEach((key, count) -> averages.putIfAbsent(key, WEIGHT * count));
    averages.values().removeIf(average -> average < AGE_OUT);
    counts.clear();
  }

  private Map<Integer, Integer> rates() {
    double logarithms = 0;
    for (double average : averages.values()) {
      logarithms += Math.log10(Math.max(1, average));
    }
    Map<Integer, Integer> next = new HashMap<>();
    int left = averages.size();
    double extra = 0;
    for (Map.Entry<Integer, Double> entry : averages.entrySet()) {
      double count = Math.max(1, entry.getValue());
      double share = extra / left--;
      double part = Math.max(1, Math.log10(count) * goal / logarithms) + share;
      extra -= share;
      if (count <= part) {
        next.put(entry.getKey(), 1);
        extra += part - count;
      } else {
        int rate = (int) Math.ceil(count / part);
        next.put(entry.getKey(), rate);
        extra += part - count / rate;
      }
    }
    return next;
  }
}
