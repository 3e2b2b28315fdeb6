package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LabelCapStressTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 300;
  private static final int TENANTS = 3_000;

  @Test
  void staysBelowTheBudgetWhileAdmissionsRace() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        int budget = 1 + round * 7 % TENANTS;
        LabelCap labels = new LabelCap(budget, TENANTS);
        List<BitSet> answers = askFromAllThreads(threads, labels, round);

        // Whoever asked, whenever: every thread got the same answer, and the cap held.
        for (BitSet answer : answers) {
          assertThat(answer).isEqualTo(answers.get(0));
        }
        assertThat(answers.get(0).cardinality()).isEqualTo(budget - 1);
        assertThat(labels.kept()).isEqualTo(budget - 1);
        assertThat(labels.folded()).isEqualTo(TENANTS - budget + 1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<BitSet> askFromAllThreads(ExecutorService threads, LabelCap labels, int round)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<BitSet>> futures = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int seed = round * THREADS + thread;
      Callable<BitSet> asking =
          () -> {
            Random random = new Random(seed);
            BitSet kept = new BitSet();
            start.await();
            for (int i = 0; i < TENANTS; i++) {
              int tenant = random.nextInt(TENANTS);
              if (labels.keeps(tenant)) {
                kept.set(tenant);
              }
              assertThat(labels.kept()).isLessThan(labels.budget());
            }
            for (int tenant = 0; tenant < TENANTS; tenant++) {
              // An answer once given stands.
              boolean keeps = labels.keeps(tenant);
              assertThat(keeps || !kept.get(tenant)).isTrue();
              kept.set(tenant, keeps);
            }
            return kept;
          };
      futures.add(threads.submit(asking));
    }
    List<BitSet> answers = new ArrayList<>();
    for (Future<BitSet> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }
}
