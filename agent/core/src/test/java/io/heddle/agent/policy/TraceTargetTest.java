package io.heddle.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.TenantRules;
import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.Threshold;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTargetTest {
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final TenantTraceSampler sampler =
      new TenantTraceSampler(TraceRules.DEFAULT, 10, 3, () -> Tier.FEW, 0);
  private final TraceTarget target = new TraceTarget(sampler, tenants);

  @Test
  void putsRulesAndWeightsInForceAndTakesThemBack() {
    Policy strict =
        policy(
            TraceRules.DEFAULT.withBudget(7),
            Map.of("acme", new TenantRules(false, TraceWeight.NEVER)));
    target.change(Policy.DEFAULT, strict);

    assertThat(sampler.rules().tracesPerSecond()).isEqualTo(7);
    assertThat(decide("acme")).isEqualTo(Threshold.NONE);
    assertThat(decide("other")).isEqualTo(Threshold.ALWAYS);

    target.change(strict, Policy.DEFAULT);
    assertThat(sampler.rules()).isEqualTo(TraceRules.DEFAULT);
    assertThat(decide("acme")).isEqualTo(Threshold.ALWAYS);
  }

  @Test
  void leavesAloneWhatHasNotChanged() {
    Policy one = policy(TraceRules.DEFAULT, Map.of("a", new TenantRules(true, TraceWeight.NORMAL)));
    target.change(Policy.DEFAULT, one);

    assertThat(tenants.size()).isZero();
  }

  private long decide(String tenant) {
    return sampler.decide(tenants.intern(tenant).index(), 1, Threshold.RANDOMNESS);
  }

  private static Policy policy(TraceRules traces, Map<String, TenantRules> tenants) {
    Policy normal = Policy.DEFAULT;
    return new Policy(
        1,
        normal.tiers(),
        normal.labels(),
        traces,
        tenants,
        normal.audit(),
        normal.redaction(),
        normal.headers());
  }
}
