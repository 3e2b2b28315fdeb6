package io.heddle.it.bench.labels.peers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Micrometer's filter: after so many values of a tag, further ones are denied, and not counted. */
final class Micrometer implements Limiter {
  private static final String NAME = "requests";
  private static final String TENANT = "tenant";

  private final MeterRegistry registry = new SimpleMeterRegistry();

  Micrometer(int cap) {
    registry
        .config()
        .meterFilter(MeterFilter.maximumAllowableTags(NAME, TENANT, cap, MeterFilter.deny()));
  }

  @Override
  public void record(String tenant) {
    registry.counter(NAME, TENANT, tenant).increment();
  }

  @Override
  public void scrape(long micros, boolean isLast, Page page) {
    for (Counter counter : registry.find(NAME).counters()) {
      page.cumulative(counter.getId().getTag(TENANT), (long) counter.count());
    }
  }
}
