package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads count while labels change under them: nothing is lost, nothing counted twice. */
class TenantCountersRaceTest {
  private static final int THREADS = 4;
  private static final int EACH = 200_000;
  private static final int BUDGET = 20;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void addsUpForTwoScrapersThroughEveryChange(long seed) throws Exception {
    SeededHash hash = new SeededHash(seed, seed);
    int[] changes = {0};
    TenantCounters<String> counters =
        new TenantCounters<>(
            1,
            LabelRules.DEFAULT.withBudget(BUDGET),
            hash::of,
            values -> values.sum(0),
            new TierMonitor(TierEdges.DEFAULT, 0),
            (tenant, change, weight) -> changes[0]++,
            0);
    Map<String, Scrape> scrapes = Map.of("one", new Scrape(), "two", new Scrape());
    long now = 0;
    // Who reads regularly is known from the second page on.
    for (String scraper : List.of("one", "two", "one", "two")) {
      scrapes.get(scraper).take(counters.page(scraper, now += 500_000_000));
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> counting = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(seed * 31 + thread);
        counting.add(threads.submit(() -> count(counters, random)));
      }
      while (!counting.stream().allMatch(Future::isDone)) {
        now += 500_000_000;
        String scraper = now / 500_000_000 % 2 == 0 ? "one" : "two";
        scrapes.get(scraper).take(counters.page(scraper, now));
      }
      for (Future<?> each : counting) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (Map.Entry<String, Scrape> scrape : scrapes.entrySet()) {
      LabelPage<String> page = counters.page(scrape.getKey(), now += 500_000_000);
      scrape.getValue().take(page);
      assertThat(page.total()[0]).isEqualTo((long) THREADS * EACH);
      assertThat(scrape.getValue().growth).isEqualTo((long) THREADS * EACH);
    }
    assertThat(changes[0]).as("labels changed").isGreaterThan(BUDGET);
  }

  /** Heavy tenants take turns, so that labels have to. */
  private static void count(TenantCounters<String> counters, SplittableRandom random) {
    for (int i = 0; i < EACH; i++) {
      int era = i / 20_000;
      int tenant = random.nextInt(4) == 0 ? random.nextInt(5_000) : era * 10 + random.nextInt(10);
      counters.add("tenant-" + tenant, 0, 1);
    }
  }

  /** What Prometheus adds up: a series that is new, or falls, counts from zero. */
  private static final class Scrape {
    private Map<String, Long> last = Map.of();
    private boolean isFirst = true;
    long growth;

    void take(LabelPage<String> page) {
      assertThat(page.rows().size() + 1).isLessThanOrEqualTo(BUDGET);
      Map<String, Long> values = new HashMap<>();
      page.rows().forEach(row -> values.put(row.tenant(), row.values()[0]));
      values.put("~other", page.other()[0]);
      values.forEach(
          (label, value) -> {
            Long before = last.get(label);
            boolean isNew = before == null || value < before;
            // On a scraper's first page everything is new, and it knows.
            if (isNew && !isFirst) {
              assertThat(value).as("%s is born at zero", label).isZero();
            }
            growth += isNew ? value : value - before;
          });
      last = values;
      isFirst = false;
    }
  }
}
