package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.sampler.tiers.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRulesTest {
  @Test
  void hasTheSourcesTiersByDefault() {
    TierFractions fractions = TraceRules.DEFAULT.fractions();

    assertThat(fractions.of(Tier.FEW)).isEqualTo(1);
    assertThat(fractions.of(Tier.MANY)).isEqualTo(0.5);
    assertThat(fractions.of(Tier.CROWDED)).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
  void refusesAnAbsurdBudgetAndSaysWhatWasExpected(double budget) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceRules.DEFAULT.withBudget(budget))
        .withMessageMatching("tracesPerSecond is .*; expected a number from 0 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesSharesBeyondTheWhole(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(share, 0.5, 0.2, Duration.ofSeconds(1)))
        .withMessage("certaintyShare is " + share + "; expected a number from 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(0.8, share, 0.2, Duration.ofSeconds(1)))
        .withMessageStartingWith("power is ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(0.8, 0.5, share, Duration.ofSeconds(1)))
        .withMessageStartingWith("unknownShare is ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TierFractions(1, 0.5, share))
        .withMessageStartingWith("fractions.crowded is ");
  }

  @Test
  void refusesThatNothingOrADayIsSlow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(0.8, 0.5, 0.2, Duration.ZERO))
        .withMessage("slow is PT0S; expected more than 0 and at most 24 hours");
    assertThatIllegalArgumentException().isThrownBy(() -> rules(0.8, 0.5, 0.2, Duration.ofDays(3)));
  }

  @Test
  void aSmallerBudgetHasTheSamePartForFailures() {
    assertThat(TraceRules.DEFAULT.withBudget(10).promotedPerSecond()).isEqualTo(2);
    assertThat(TraceRules.DEFAULT.withBudget(0).withBudget(50).promotedPerSecond()).isEqualTo(10);
  }

  @Test
  void aTenantsWeightIsAFactorOrAlwaysOrNever() {
    assertThat(TraceWeight.times(2)).isEqualTo(TraceWeight.times(2)).hasToString("times 2.0");
    assertThat(TraceWeight.ALWAYS).isNotEqualTo(TraceWeight.NEVER).hasToString("always");
    assertThat(TraceWeight.times(1)).isEqualTo(TraceWeight.NORMAL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceWeight.times(0))
        .withMessage("weight is 0; expected a number from 0.001 to 1000");
  }

  private static TraceRules rules(double certainty, double power, double unknown, Duration slow) {
    return new TraceRules(100, certainty, power, unknown, TierFractions.DEFAULT, slow, 20);
  }
}
