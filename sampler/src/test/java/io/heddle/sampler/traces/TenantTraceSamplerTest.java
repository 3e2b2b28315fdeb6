package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.tiers.Tier;
import org.junit.jupiter.api.Test;

class TenantTraceSamplerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Traffic traffic = new Traffic(9, 50, 1);
  private long now = 77;

  @Test
  void keepsTheFirstTraceOfATenantWithCertaintyAndTheNextOneWhenItHasHadNoneForAWhile() {
    TenantTraceSampler sampler = sampler(100);
    // A randomness of 0 is kept by nothing but certainty.
    assertThat(sampler.decide(60, now, 0)).isEqualTo(Threshold.ALWAYS);
    overload(sampler, 3, 29);
    assertThat(sampler.decide(60, now, 0)).isEqualTo(Threshold.NONE);
    overload(sampler, 3, 40);
    assertThat(sampler.decide(60, now, 0)).isEqualTo(Threshold.ALWAYS);
    assertThat(sampler.decide(60, now, 0)).isEqualTo(Threshold.NONE);
  }

  @Test
  void drawsLightTenantsMoreOftenThanHeavyOnes() {
    TenantTraceSampler sampler = sampler(100);
    overload(sampler, 3, 120);

    long heavy = leastKept(sampler, 3);
    long light = leastKept(sampler, 50);
    assertThat(Threshold.weight(heavy)).isGreaterThan(2 * Threshold.weight(light));
  }

  @Test
  void keepsNothingWithABudgetOfZeroAndSaysHowMuchThatWas() {
    TenantTraceSampler sampler = sampler(0);
    for (int i = 0; i < 100_000; i++) {
      now += traffic.pauseNanos(1_000);
      int tenant = 3 + traffic.tenant();
      assertThat(sampler.decide(tenant, now, traffic.randomness())).isEqualTo(Threshold.NONE);
      assertThat(sampler.promote(now, false)).isFalse();
    }

    assertThat(sampler.count(Reason.NOT_DRAWN) + sampler.count(Reason.OVER_BUDGET))
        .isEqualTo(100_000);
    assertThat(sampler.notPromoted()).isEqualTo(100_000);
  }

  @Test
  void keepsEverythingWithAnAbsurdBudget() {
    TenantTraceSampler sampler = sampler(TraceRules.MOST_TRACES_PER_SECOND);
    for (int i = 0; i < 100_000; i++) {
      now += traffic.pauseNanos(50_000);
      assertThat(sampler.decide(3 + traffic.tenant(), now, 0)).isEqualTo(Threshold.ALWAYS);
    }
  }

  @Test
  void aClockThatJumpsBringsNoMoreThanFullBuckets() {
    for (long jump : new long[] {-3_600 * SECOND, 86_400 * SECOND, -5 * SECOND, Long.MIN_VALUE}) {
      TenantTraceSampler sampler = sampler(50);
      overload(sampler, 3, 60);
      now += jump;
      int kept = overload(sampler, 3, 60);

      assertThat(kept).as("after %s", jump).isBetween(2_850, 3_150);
      assertThat(sampler.decide(30, now, Threshold.RANDOMNESS)).isGreaterThanOrEqualTo(0);
    }
  }

  @Test
  void timeThatStandsStillBringsNothing() {
    TenantTraceSampler sampler = sampler(100);
    int kept = 0;
    for (int i = 0; i < 1_000_000; i++) {
      kept += Threshold.isValid(sampler.decide(3, now, traffic.randomness())) ? 1 : 0;
    }

    assertThat(kept).isLessThanOrEqualTo(300);
  }

  @Test
  void takesTheOperatorsWordForATenant() {
    TenantTraceSampler sampler = sampler(100);
    sampler.weigh(10, TraceWeight.NEVER);
    sampler.weigh(11, TraceWeight.ALWAYS);
    sampler.weigh(12, TraceWeight.times(20));
    overload(sampler, 3, 120);

    assertThat(sampler.decide(10, now, Threshold.RANDOMNESS)).isEqualTo(Threshold.NONE);
    assertThat(Threshold.probability(leastKept(sampler, 11))).isGreaterThan(0.5);
    assertThat(Threshold.weight(leastKept(sampler, 13)))
        .isGreaterThan(5 * Threshold.weight(leastKept(sampler, 12)));
    assertThat(sampler.count(Reason.NEVER)).isPositive();
    assertThat(sampler.count(Reason.ALWAYS)).isPositive();
    assertThat(sampler.explain(10, now)).contains("never");
    assertThat(sampler.explain(11, now)).contains("always");
    assertThat(sampler.explain(12, now)).contains("times 20.0");
  }

  @Test
  void tenantsThatAreAlwaysKeptDoNotExceedTheBudget() {
    TenantTraceSampler sampler = sampler(100);
    for (int tenant = 3; tenant < 53; tenant++) {
      sampler.weigh(tenant, TraceWeight.ALWAYS);
    }
    overload(sampler, 3, 60);

    assertThat(overload(sampler, 3, 60)).isBetween(5_700, 6_300);
  }

  @Test
  void promotesFailuresUpToTheirPartAndPaysForThemFromTheBudget() {
    TenantTraceSampler sampler = sampler(100);
    overload(sampler, 3, 60);
    int promoted = 0;
    int kept = 0;
    for (long end = now + 60 * SECOND; now < end; ) {
      now += traffic.pauseNanos(5_000);
      long threshold = sampler.decide(3 + traffic.tenant(), now, traffic.randomness());
      kept += Threshold.isValid(threshold) ? 1 : 0;
      boolean hasFailed = traffic.below(20) == 0;
      if (hasFailed && sampler.promote(now, Threshold.isValid(threshold))) {
        promoted++;
        kept += Threshold.isValid(threshold) ? 0 : 1;
      }
    }

    assertThat(promoted).isBetween(1_140, 1_260);
    assertThat(kept).isLessThanOrEqualTo(6_300);
    assertThat(sampler.notPromoted()).isPositive();
    assertThat(sampler.count(Reason.PROMOTED)).isEqualTo(promoted);
  }

  @Test
  void failuresWeighAsManyAsThereWereWhetherOrNotTheCapBinds() {
    for (int oneOf : new int[] {500, 20}) {
      TenantTraceSampler sampler = sampler(100);
      double weights = 0;
      int failures = 0;
      for (long end = now + 900 * SECOND; now < end; ) {
        now += traffic.pauseNanos(2_000);
        long threshold = sampler.decide(3 + traffic.tenant(), now, traffic.randomness());
        if (traffic.below(oneOf) == 0) {
          failures++;
          boolean isPromoted = sampler.promote(now, Threshold.isValid(threshold));
          weights += isPromoted ? 1 : Threshold.weight(threshold);
        }
      }

      assertThat(weights / failures).isBetween(0.93, 1.07);
    }
  }

  @Test
  void otherRulesTakeEffectAtOnce() {
    TenantTraceSampler sampler = sampler(100);
    overload(sampler, 3, 60);
    sampler.change(TraceRules.DEFAULT.withBudget(10));
    overload(sampler, 3, 10);

    assertThat(overload(sampler, 3, 60)).isBetween(550, 630);
    sampler.change(TraceRules.DEFAULT.withBudget(0));
    overload(sampler, 3, 1);
    assertThat(overload(sampler, 3, 10)).isZero();
  }

  @Test
  void tenantsBeyondTheCapacityAndAbsurdOnesShareAPlace() {
    TenantTraceSampler sampler = sampler(100);
    for (int tenant : new int[] {1_000_000, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      sampler.decide(tenant, now, 0);
      sampler.weigh(tenant, TraceWeight.NEVER);
      assertThat(sampler.explain(tenant, now)).contains("shared with all new and unknown");
    }
    assertThat(sampler.explain(99, now)).isEqualTo("no trace of it has begun here yet");
  }

  /** 2,000 requests a second of 50 tenants; how many were kept. */
  private int overload(TenantTraceSampler sampler, int firstTenant, int seconds) {
    int kept = 0;
    long start = now;
    while (now - start < seconds * SECOND) {
      now += traffic.pauseNanos(2_000);
      int tenant = firstTenant + traffic.tenant();
      kept += Threshold.isValid(sampler.decide(tenant, now, traffic.randomness())) ? 1 : 0;
    }
    return kept;
  }

  /** The highest threshold of all that a tenant has now, asked with all randomness there is. */
  private long leastKept(TenantTraceSampler sampler, int tenant) {
    long highest = Threshold.NONE;
    for (int i = 0; i < 3; i++) {
      highest = Math.max(highest, sampler.decide(tenant, now, Threshold.RANDOMNESS));
    }
    return highest;
  }

  private TenantTraceSampler sampler(double budget) {
    return new TenantTraceSampler(
        TraceRules.DEFAULT.withBudget(budget), 100, 3, () -> Tier.FEW, now);
  }
}
