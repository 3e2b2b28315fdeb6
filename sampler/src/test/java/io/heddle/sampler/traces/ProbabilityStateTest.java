package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityStateTest {
  @ParameterizedTest
  @CsvSource({
    "th:0, 0, th:0",
    "th:8, 80000000000000, th:8",
    "th:c, c0000000000000, th:c",
    "th:fd70a4, fd70a400000000, th:fd70a4",
    "th:00000000000001, 1, th:00000000000001",
    "th:FD70A4, fd70a400000000, th:fd70a4",
    "th:80000000000000, 80000000000000, th:8",
    "a:b;th:8, 80000000000000, th:8;a:b",
    "th:8;p:8;r:62, 80000000000000, th:8;p:8;r:62",
    "th:4;th:8, 80000000000000, th:8",
    ";;th:8;, 80000000000000, th:8",
  })
  void readsAThresholdAndWritesItShort(String value, String threshold, String written) {
    ProbabilityState state = ProbabilityState.parse(value);

    assertThat(state.threshold()).isEqualTo(Long.parseLong(threshold, 16));
    assertThat(state.format()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "th:",
        "th:123456789abcdef",
        "th:g",
        "th:-1",
        "th:0x8",
        "th: 8",
        "th:8 ",
        "th",
        "TH:8",
        "th=8",
        "ath:8",
        "th:8:8",
        "th:\u0668",
        "rv:12345678901234",
        "",
        ";",
        "t:h"
      })
  void ignoresAMalformedThreshold(String value) {
    assertThat(ProbabilityState.parse(value).threshold()).isEqualTo(Threshold.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rv:1234567890123", "rv:123456789012345", "rv:", "rv:1234567890123g", "rv:8"})
  void ignoresARandomnessThatHasNotFourteenDigits(String value) {
    ProbabilityState state = ProbabilityState.parse(value);

    assertThat(state.randomness()).isEqualTo(Threshold.NONE);
    assertThat(state.randomnessOr(0xffff_0000_0000_0001L)).isEqualTo(0xff_0000_0000_0001L);
  }

  @Test
  void prefersTheExplicitRandomnessAndPassesItOn() {
    ProbabilityState state = ProbabilityState.parse("rv:0000000000000a;th:8");

    assertThat(state.randomnessOr(-1)).isEqualTo(10);
    assertThat(state.withThreshold(Threshold.NONE).format()).isEqualTo("rv:0000000000000a");
    assertThat(state.withThreshold(Threshold.ALWAYS).format()).isEqualTo("th:0;rv:0000000000000a");
  }

  @Test
  void followsAParentThatAgreesWithItselfAndErasesAThresholdThatDoesNot() {
    ProbabilityState half = ProbabilityState.parse("th:8;x:y");

    assertThat(half.followed(true, 0x80000000000000L)).isSameAs(half);
    assertThat(half.followed(true, 0x7fffffffffffffL).format()).isEqualTo("x:y");
    assertThat(half.followed(false, 0x80000000000000L).format()).isEqualTo("x:y");
    assertThat(ProbabilityState.NONE.followed(true, -1).format()).isEmpty();
  }

  @Test
  void staysWithinTheLimitByLeavingOutTheThreshold() {
    String others = "k:" + "v".repeat(252);
    ProbabilityState state = ProbabilityState.parse(others);

    assertThat(state.others()).hasSize(254);
    assertThat(state.withThreshold(Threshold.of(0.5)).format()).isEqualTo(others);
    assertThat(ProbabilityState.parse("k:" + "v".repeat(255))).isEqualTo(ProbabilityState.NONE);
  }

  @Test
  void survivesAnythingAndReadsWhatItWrites() {
    SplittableRandom random = new SplittableRandom(42);
    String alphabet = "th:rv;0189afgAF:;.-_=, \u0000\u00e9\ud83d";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        value.append(
            switch (random.nextInt(12)) {
              case 0 -> "th:";
              case 1 -> "rv:0123456789abcd;";
              default -> alphabet.charAt(random.nextInt(alphabet.length()));
            });
      }
      ProbabilityState state = ProbabilityState.parse(value.toString());
      String written = state.format();

      assertThat(written.length()).isLessThanOrEqualTo(256);
      assertThat(ProbabilityState.parse(written).format()).as("%s", value).isEqualTo(written);
      if (written.contains("th:")) {
        assertThat(ProbabilityState.parse(written).threshold()).isEqualTo(state.threshold());
      }
    }
  }
}
