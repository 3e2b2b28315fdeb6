package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class LabelCapTest {
  @Test
  void keepsTheFirstThatAskAndLeavesOneLabelForTheRest() {
    LabelCap labels = new LabelCap(3, 100);

    assertThat(labels.keeps(7)).isTrue();
    assertThat(labels.keeps(90)).isTrue();
    assertThat(labels.keeps(1)).isFalse();
    assertThat(labels.keeps(7)).isTrue();

    assertThat(labels.kept()).isEqualTo(2);
    assertThat(labels.folded()).isEqualTo(1);
    assertThat(labels.budget()).isEqualTo(3);
  }

  @Test
  void givesTheSameAnswerForEver() {
    LabelCap labels = new LabelCap(51, 5_000);
    for (int tenant = 0; tenant < 5_000; tenant++) {
      labels.keeps(tenant);
    }

    for (int tenant = 0; tenant < 5_000; tenant++) {
      assertThat(labels.keeps(tenant)).isEqualTo(tenant < 50);
    }
    assertThat(labels.folded()).isEqualTo(4_950);
  }

  @Test
  void keepsNobodyIfThereIsOneLabel() {
    assertThat(new LabelCap(1, 10).keeps(0)).isFalse();
    assertThat(new LabelCap(-5, 10).keeps(0)).isFalse();
  }

  @Test
  void foldsTenantsBeyondItsCapacityWithoutRememberingThem() {
    LabelCap labels = new LabelCap(10, 2);

    assertThat(labels.keeps(2)).isFalse();
    assertThat(labels.keeps(Integer.MAX_VALUE)).isFalse();
    assertThat(labels.keeps(1)).isTrue();
    assertThat(labels.folded()).isZero();
  }

  @Test
  void allocatesNothingForAKnownTenant() {
    LabelCap labels = new LabelCap(10, 100);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    boolean kept = true;
    for (int i = 0; i < 20_000; i++) {
      kept ^= labels.keeps(i % 100);
    }
    threads.getCurrentThreadAllocatedBytes();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      kept ^= labels.keeps(i % 100);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // The reading itself may allocate a little; a byte for each question would be a million.
    assertThat(allocated).as("bytes (%s)", kept).isLessThan(1_000);
  }
}
