package io.heddle.it.bench.labels.peers;

import java.util.HashMap;
import java.util.Map;

/** The plain cap: who comes first keeps a label for good. */
final class FirstCome implements Limiter {
  private final Map<String, long[]> counts = new HashMap<>();
  private final int labels;
  private long other;

  FirstCome(int cap) {
    this.labels = cap - 1;
  }

  @Override
  public void record(String tenant) {
    long[] count = counts.get(tenant);
    if (count == null && counts.size() < labels) {
      count = new long[1];
      counts.put(tenant, count);
    }
    if (count == null) {
      other++;
    } else {
      count[0]++;
    }
  }

  @Override
  public void scrape(long micros, boolean isLast, Page page) {
    counts.forEach((tenant, count) -> page.cumulative(tenant, count[0]));
    page.cumulative(Page.OTHER, other);
  }
}
