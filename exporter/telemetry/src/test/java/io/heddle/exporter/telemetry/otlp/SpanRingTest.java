package io.heddle.exporter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpanRingTest {
  @Test
  void givesBackWhatItWasGivenInOrder() {
    SpanRing<String> ring = new SpanRing<>(4);

    assertThat(ring.poll()).isNull();
    assertThat(ring.offer("a")).isZero();
    assertThat(ring.offer("b")).isEqualTo(1);
    assertThat(ring.size()).isEqualTo(2);
    assertThat(ring.poll()).isEqualTo("a");
    assertThat(ring.poll()).isEqualTo("b");
    assertThat(ring.poll()).isNull();
    assertThat(ring.size()).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    SpanRing<Integer> ring = new SpanRing<>(3);
    assertThat(ring.capacity()).isEqualTo(4);
    for (int lap = 0; lap < 10; lap++) {
      for (int i = 0; i < 4; i++) {
        assertThat(ring.offer(i)).isNotNegative();
      }
      assertThat(ring.offer(4)).isEqualTo(-1);
      assertThat(ring.poll()).isZero();
      assertThat(ring.offer(4)).isNotNegative();
      for (int i = 1; i <= 4; i++) {
        assertThat(ring.poll()).isEqualTo(i);
      }
    }
  }

  @Test
  void isBoundedWhateverIsAskedFor() {
    assertThat(new SpanRing<>(0).capacity()).isEqualTo(2);
    assertThat(new SpanRing<>(1_000).capacity()).isEqualTo(1_024);
    assertThat(new SpanRing<>(1_024).capacity()).isEqualTo(1_024);
    assertThat(new SpanRing<>(Integer.MAX_VALUE).capacity()).isEqualTo(1 << 20);
  }

  @Test
  void losesAndDoublesNothingWhileProducersRace() throws Exception {
    int producers = 3;
    int each = 300_000;
    SpanRing<long[]> ring = new SpanRing<>(64);
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    try {
      List<Future<?>> producing = new ArrayList<>();
      for (int producer = 0; producer < producers; producer++) {
        int id = producer;
        producing.add(threads.submit(() -> offerAll(ring, id, each)));
      }
      long[] last = {-1, -1, -1};
      int[] taken = new int[producers];
      boolean isOver = false;
      while (!isOver) {
        // Asked before the poll, so that an empty ring afterwards is empty for good.
        isOver = producing.stream().allMatch(Future::isDone);
        long[] element;
        while ((element = ring.poll()) != null) {
          int producer = (int) element[0];
          assertThat(element[1]).isGreaterThan(last[producer]);
          assertThat(element[2]).isEqualTo(~element[1]);
          last[producer] = element[1];
          taken[producer]++;
        }
      }
      for (int producer = 0; producer < producers; producer++) {
        producing.get(producer).get();
        assertThat(taken[producer]).isEqualTo(each);
      }
      assertThat(ring.size()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void offerAll(SpanRing<long[]> ring, int producer, int count) {
    for (long i = 0; i < count; i++) {
      // Filled before it is offered: the consumer must see all of it.
      long[] element = {producer, i, ~i};
      while (ring.offer(element) < 0) {
        Thread.onSpinWait();
      }
    }
  }
}
