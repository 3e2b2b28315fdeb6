package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TraceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Readers race with a writer whose every policy says the same number in all of its sections.
 * Acceptable: any policy, and for each reader revisions that never fall. Forbidden: a policy of two
 * numbers, or an older one after a newer.
 */
class CurrentPolicyStressTest {
  private static final int POLICIES = 20_000;

  @Test
  void nobodySeesHalfAPolicyOrAnOlderOneAgain() throws InterruptedException {
    CurrentPolicy current = new CurrentPolicy(numbered(1));
    AtomicBoolean isDone = new AtomicBoolean();
    AtomicInteger mixed = new AtomicInteger();
    AtomicInteger fallen = new AtomicInteger();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          new Thread(
              () -> {
                long last = 0;
                while (!isDone.get()) {
                  Policy policy = current.policy();
                  mixed.addAndGet(isWhole(policy) ? 0 : 1);
                  fallen.addAndGet(policy.revision() < last ? 1 : 0);
                  last = policy.revision();
                }
              }));
    }
    readers.forEach(Thread::start);
    for (int number = 2; number <= POLICIES; number++) {
      current.replace(numbered(number));
    }
    isDone.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(mixed).hasValue(0);
    assertThat(fallen).hasValue(0);
  }

  private static Policy numbered(int number) {
    return new Policy(
        number,
        TierEdges.DEFAULT,
        LabelRules.DEFAULT.withBudget(number),
        TraceRules.DEFAULT.withBudget(number),
        Map.of(),
        AuditRules.DEFAULT,
        Redaction.NONE,
        new HeaderRules(List.of("h" + number), HostPatterns.NONE));
  }

  private static boolean isWhole(Policy policy) {
    return policy.labels().budget() == policy.revision()
        && policy.traces().tracesPerSecond() == policy.revision()
        && policy.headers().toldAs().equals("h" + policy.revision());
  }
}
