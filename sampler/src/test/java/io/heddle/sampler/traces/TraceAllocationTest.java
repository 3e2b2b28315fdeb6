package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.sampler.tiers.Tier;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class TraceAllocationTest {
  private final TenantTraceSampler sampler =
      new TenantTraceSampler(TraceRules.DEFAULT, 1_000, 3, () -> Tier.FEW, 0);

  private long now;
  private long kept;

  @Test
  void decidingAboutAKnownTenantAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    decide(200_000);
    long empty = threads.getCurrentThreadAllocatedBytes();
    long overhead = threads.getCurrentThreadAllocatedBytes() - empty;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      decide(100_000);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
    }

    // The least of several rounds: the JVM now and then allocates a little for its own ends.
    assertThat(least).isZero();
    assertThat(kept).isPositive();
  }

  private void decide(int count) {
    for (int i = 0; i < count; i++) {
      now += 100_000;
      long threshold = sampler.decide(i % 1_000, now, now * 0x9E3779B97F4A7C15L);
      kept += Threshold.isValid(threshold) ? 1 : 0;
      if (i % 100 == 0) {
        sampler.promote(now, Threshold.isValid(threshold));
      }
    }
  }
}
