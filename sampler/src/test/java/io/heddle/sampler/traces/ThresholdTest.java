package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  @Test
  void keepsAllWithProbabilityOne() {
    assertThat(Threshold.of(1)).isEqualTo(Threshold.ALWAYS);
    assertThat(Threshold.of(7)).isEqualTo(Threshold.ALWAYS);
    assertThat(Threshold.keeps(Threshold.ALWAYS, 0)).isTrue();
    assertThat(Threshold.weight(Threshold.ALWAYS)).isEqualTo(1);
  }

  @Test
  void hasTheSpecificationsThresholdForHalf() {
    assertThat(Threshold.of(0.5)).isEqualTo(0x80000000000000L);
    assertThat(Threshold.of(0.25)).isEqualTo(0xc0000000000000L);
  }

  @Test
  void keepsNothingWithoutAThreshold() {
    assertThat(Threshold.keeps(Threshold.NONE, Threshold.RANDOMNESS)).isFalse();
    assertThat(Threshold.keeps(1L << 56, Threshold.RANDOMNESS)).isFalse();
    assertThat(Threshold.weight(Threshold.NONE)).isZero();
    assertThat(Threshold.probability(Threshold.NONE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e-300, 1e-17})
  void neverFallsBelowTheLeastProbability(double probability) {
    assertThat(Threshold.of(probability)).isEqualTo(Threshold.RANDOMNESS);
    assertThat(Threshold.keeps(Threshold.RANDOMNESS, Threshold.RANDOMNESS)).isTrue();
  }

  @Test
  void weighsWithTheRoundedProbability() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double probability = Math.pow(10, -12 * random.nextDouble());
      long threshold = Threshold.of(probability);

      assertThat(Threshold.isValid(threshold)).isTrue();
      assertThat(Threshold.probability(threshold) / probability)
          .isBetween(1 - 1.0 / 1024, 1.0 + 1e-9);
      assertThat(Threshold.weight(threshold) * Threshold.probability(threshold))
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void ignoresWhatIsNotRandomInATraceId() {
    assertThat(Threshold.keeps(Threshold.of(0.5), 0xff00000000000000L)).isFalse();
    assertThat(Threshold.keeps(Threshold.of(0.5), 0x0080000000000000L)).isTrue();
  }
}
