package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenBufferTest {
  private final SeenBuffer<String> buffer = new SeenBuffer<>();
  private final Map<String, Double> seen = new HashMap<>();

  @Test
  void carriesEachTenantWithItsWeightOnce() {
    buffer.offer("acme", 1);
    buffer.offer("zeta", 10);
    buffer.offer("acme", 1);
    assertThat(drain()).isZero();
    assertThat(drain()).isZero();
    assertThat(seen).containsOnly(Map.entry("acme", 2.0), Map.entry("zeta", 10.0));
  }

  @Test
  void letsWhatItCarriesStandForWhatItCouldNot() {
    for (int i = 0; i < 10 * SeenBuffer.CAPACITY; i++) {
      buffer.offer(i % 4 == 0 ? "acme" : "zeta", 1);
    }
    assertThat(drain()).isEqualTo(9L * SeenBuffer.CAPACITY);
    assertThat(seen.get("acme")).isCloseTo(2.5 * SeenBuffer.CAPACITY, within(1.0));
    assertThat(seen.get("zeta")).isCloseTo(7.5 * SeenBuffer.CAPACITY, within(1.0));
  }

  @Test
  void goesOnAfterItWasFull() {
    for (int i = 0; i < 3 * SeenBuffer.CAPACITY + 5; i++) {
      buffer.offer("early", 1);
    }
    drain();
    seen.clear();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < SeenBuffer.CAPACITY; i++) {
        buffer.offer("late", 1);
      }
      assertThat(drain()).isZero();
    }
    assertThat(seen).containsOnly(Map.entry("late", 5.0 * SeenBuffer.CAPACITY));
  }

  private long drain() {
    return buffer.drain((tenant, weight) -> seen.merge(tenant, weight, Double::sum));
  }
}
