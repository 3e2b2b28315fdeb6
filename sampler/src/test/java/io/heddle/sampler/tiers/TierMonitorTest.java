package io.heddle.sampler.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TierMonitorTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final TierMonitor monitor =
      new TierMonitor(new TierEdges(20, 80, 0.1, Duration.ofMinutes(1)), 0);

  @Test
  void risesWithTheTenantThatCrossesAnEdge() {
    observe(1, 19);
    assertThat(monitor.tier()).isEqualTo(Tier.FEW);
    monitor.observe(key(20));
    assertThat(monitor.tier()).isEqualTo(Tier.MANY);
    observe(21, 80);
    assertThat(monitor.tier()).isEqualTo(Tier.MANY);
    monitor.observe(key(81));
    assertThat(monitor.tier()).isEqualTo(Tier.CROWDED);
  }

  @Test
  void countsATenantOnce() {
    for (int round = 0; round < 100; round++) {
      observe(1, 10);
    }
    assertThat(monitor.distinct()).isEqualTo(10);
  }

  @Test
  void fallsOnlyBelowTheBand() {
    observe(1, 100);
    nextWindow(1, 73);
    nextWindow(2, 73);
    assertThat(monitor.tier()).as("73 of 80").isEqualTo(Tier.CROWDED);
    nextWindow(3, 72);
    nextWindow(4, 72);
    assertThat(monitor.tier()).as("72 of 80").isEqualTo(Tier.MANY);
    nextWindow(5, 18);
    nextWindow(6, 18);
    assertThat(monitor.tier()).as("18 of 20").isEqualTo(Tier.MANY);
    nextWindow(7, 17);
    nextWindow(8, 17);
    assertThat(monitor.tier()).as("17 of 20").isEqualTo(Tier.FEW);
  }

  @Test
  void doesNotFlapWhenTheNumberSwaysAroundAnEdge() {
    SplittableRandom random = new SplittableRandom(5);
    observe(1, 81);
    int changes = 0;
    Tier before = monitor.tier();
    for (int window = 1; window < 1_000; window++) {
      nextWindow(window, 76 + random.nextInt(10));
      changes += monitor.tier() == before ? 0 : 1;
      before = monitor.tier();
    }
    assertThat(changes).isZero();
  }

  @Test
  void staysWhereItIsWhileNobodyComesForOneWindow() {
    observe(1, 100);
    monitor.advance(MINUTE);
    assertThat(monitor.tier()).isEqualTo(Tier.CROWDED);
    monitor.advance(2 * MINUTE);
    assertThat(monitor.tier()).isEqualTo(Tier.FEW);
  }

  @Test
  void keepsItsWindowWhenTheClockGoesBackwards() {
    observe(1, 30);
    monitor.advance(-10 * MINUTE);
    assertThat(monitor.distinct()).isEqualTo(30);
  }

  @Test
  void countsExactlyWhateverTheThreads() throws InterruptedException {
    TierMonitor large = new TierMonitor(TierEdges.DEFAULT, 0);
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int thread = 0; thread < 4; thread++) {
      int seed = thread;
      threads.add(
          new Thread(
              () -> {
                SplittableRandom order = new SplittableRandom(seed);
                await(start);
                for (int i = 0; i < 100_000; i++) {
                  large.observe(key(order.nextInt(7_999)));
                }
                for (int i = 0; i < 7_999; i++) {
                  large.observe(key(i));
                }
              }));
    }
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(large.distinct()).isEqualTo(7_999);
    assertThat(large.tier()).isEqualTo(Tier.MANY);
  }

  @Test
  void takesOtherEdgesWhileItRuns() {
    observe(1, 50);
    monitor.change(new TierEdges(100, 200, 0.1, Duration.ofMinutes(1)), 0);
    assertThat(monitor.tier()).isEqualTo(Tier.FEW);
    observe(1, 201);
    assertThat(monitor.tier()).isEqualTo(Tier.CROWDED);
  }

  @Test
  void isFullAtTheTopEdgeAndGoesNoFurther() {
    observe(1, 1_000_000);
    assertThat(monitor.distinct()).isEqualTo(81);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesAnEdgeThatIsNone(int many) {
    assertThatThrownBy(() -> new TierEdges(many, 80, 0.1, Duration.ofMinutes(1)))
        .hasMessageContaining("many is " + many)
        .hasMessageContaining("at least 1");
  }

  @Test
  void refusesEdgesInTheWrongOrderAndABandThatIsNone() {
    assertThatThrownBy(() -> new TierEdges(80, 80, 0.1, Duration.ofMinutes(1)))
        .hasMessageContaining("crowded is 80");
    assertThatThrownBy(() -> new TierEdges(8, 80, Double.NaN, Duration.ofMinutes(1)))
        .hasMessageContaining("band is NaN");
    assertThatThrownBy(() -> new TierEdges(8, 80, 0.1, Duration.ZERO))
        .hasMessageContaining("window is PT0S");
  }

  private void nextWindow(int window, int tenants) {
    monitor.advance(window * MINUTE);
    observe(1, tenants);
  }

  private void observe(int from, int to) {
    for (int tenant = from; tenant <= to; tenant++) {
      monitor.observe(key(tenant));
    }
  }

  /** Spread like a hash, and never the same for two. */
  private static long key(int tenant) {
    return tenant * 0x9E3779B97F4A7C15L;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
