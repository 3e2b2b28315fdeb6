package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.tiers.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Four threads at once: nothing is kept twice for one token, and every decision is counted. */
class TraceRaceTest {
  private static final int THREADS = 4;
  private static final int DECISIONS = 200_000;

  @Test
  void keepsWithinTheBudgetWhileDecisionsRace() throws Exception {
    for (int round = 0; round < 10; round++) {
      double budget = 20 + 30 * round;
      TenantTraceSampler sampler =
          new TenantTraceSampler(TraceRules.DEFAULT.withBudget(budget), 500, 3, () -> Tier.FEW, 0);
      AtomicLong clock = new AtomicLong();
      long kept = race(sampler, clock, round);
      double seconds = clock.get() / 1e9;

      // A minute's bound for a while of any length: what time has brought, and 3 s of it.
      assertThat(kept).isLessThanOrEqualTo((long) (budget * (seconds + 3)) + 2);
      assertThat(kept).isGreaterThan((long) (budget * seconds * 0.5));
      long counted = 0;
      for (Reason reason : Reason.values()) {
        counted += sampler.count(reason);
      }
      // Promotions are about traces that were decided about before.
      assertThat(counted - sampler.count(Reason.PROMOTED)).isEqualTo(THREADS * DECISIONS);
    }
  }

  private static long race(TenantTraceSampler sampler, AtomicLong clock, int round)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Long>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(round * 100L + thread);
        Callable<Long> deciding =
            () -> {
              start.await();
              long kept = 0;
              for (int i = 0; i < DECISIONS; i++) {
                long now = clock.addAndGet(50_000); // 20,000 decisions a second in all
                boolean isKept =
                    Threshold.isValid(sampler.decide(random.nextInt(600), now, random.nextLong()));
                boolean isPromoted = i % 50 == 0 && sampler.promote(now, isKept);
                kept += isKept || isPromoted ? 1 : 0;
              }
              return kept;
            };
        results.add(threads.submit(deciding));
      }
      long kept = 0;
      for (Future<Long> result : results) {
        kept += result.get();
      }
      return kept;
    } finally {
      threads.shutdownNow();
    }
  }
}
