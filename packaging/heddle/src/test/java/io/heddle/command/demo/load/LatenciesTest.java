package io.heddle.command.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void knowsNothingAtFirst() {
    assertThat(latencies.percentileMicros(99)).isZero();
  }

  @Test
  void tellsSmallDurationsExactly() {
    for (int micros = 1; micros <= 10; micros++) {
      latencies.add(micros);
    }

    assertThat(latencies.percentileMicros(50)).isEqualTo(5);
    assertThat(latencies.percentileMicros(100)).isEqualTo(10);
  }

  @Test
  void tellsLargeOnesAtMostSevenPercentTooHigh() {
    for (int micros = 1; micros <= 100_000; micros++) {
      latencies.add(micros);
    }

    for (int percentile : new int[] {1, 50, 90, 99, 100}) {
      assertThat((double) latencies.percentileMicros(percentile))
          .isBetween(percentile * 1_000.0, percentile * 1_070.0);
    }
  }

  @Test
  void keepsWhatIsBeyondItsRange() {
    latencies.add(Long.MAX_VALUE);
    latencies.add(-5);

    assertThat(latencies.percentileMicros(50)).isZero();
    assertThat(latencies.percentileMicros(100)).isEqualTo(Integer.MAX_VALUE);
  }
}
