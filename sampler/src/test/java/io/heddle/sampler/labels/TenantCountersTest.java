package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantCountersTest {
  private static final long SECOND = 1_000_000_000;
  private static final String PROMETHEUS = "prometheus";

  private final SeededHash hash = new SeededHash(1, 2);
  private final TierMonitor tiers =
      new TierMonitor(new TierEdges(50, 100, 0.1, Duration.ofMinutes(1)), 0);
  private final List<String> changes = new ArrayList<>();
  private long now;
  private TenantCounters<String> counters = withBudget(4);

  @Test
  void labelsEverybodyAtOnceUntilTheFirstPage() {
    count("acme", 3);
    count("zeta", 1);
    assertThat(page())
        .containsEntry("acme", 3L)
        .containsEntry("zeta", 1L)
        .containsEntry("~other", 0L);
  }

  @Test
  void neverShowsMoreLabelsThanItsBudgetAndFoldsTheRest() {
    for (int tenant = 0; tenant < 10; tenant++) {
      count("tenant-" + tenant, 1);
    }
    assertThat(page()).hasSize(4).containsEntry("~other", 7L);
  }

  @Test
  void showsANewLabelAtZeroBeforeItCounts() {
    count("acme", 5);
    page();
    count("late", 7);
    assertThat(page()).containsEntry("late", 0L).containsEntry("~other", 0L);
    count("late", 2);
    assertThat(page()).containsEntry("late", 9L).containsEntry("~other", 0L);
  }

  @Test
  void holdsBackWhatANewcomerHasCountedFromTheTotalToo() {
    count("acme", 5);
    page();
    count("late", 7);
    LabelPage<String> zero = counters.page(PROMETHEUS, now += SECOND);
    assertThat(zero.total()[0]).isEqualTo(5);
    assertThat(counters.page(PROMETHEUS, now += SECOND).total()[0]).isEqualTo(12);
  }

  @Test
  void holdsANewcomerBackUntilEachOfTwoScrapersHasSeenIt() {
    for (int i = 0; i < 3; i++) {
      counters.page("one", now += SECOND);
      counters.page("two", now += SECOND);
    }
    count("late", 7);
    assertThat(row("one", "late")).isZero();
    assertThat(row("one", "late")).as("two has not seen it").isZero();
    assertThat(row("two", "late")).isZero();
    assertThat(row("one", "late")).isEqualTo(7);
    assertThat(row("two", "late")).isEqualTo(7);
  }

  @Test
  void foldsNewcomersOnceItsPlacesAreTaken() {
    page();
    for (int tenant = 0; tenant < 10; tenant++) {
      count("tenant-" + tenant, 1);
    }
    page();
    assertThat(page()).hasSize(4).containsEntry("~other", 7L);
  }

  @Test
  void noPageEverShowsALabelTwiceWhoeverComesAgain() {
    for (int round = 0; round < 400; round++) {
      for (int tenant = 0; tenant < 9; tenant++) {
        count("tenant-" + (tenant + round / 20 * 5) % 30, 1 + (tenant * 31 + round) % 70);
      }
      if (round % 50 == 49) {
        counters.change(rules(2 + round / 50 % 5, false));
      }
      LabelPage<String> page =
          counters.page(round % 3 == 0 ? "other" : PROMETHEUS, now += 5 * SECOND);
      assertThat(page.rows()).extracting(LabelPage.Row::tenant).doesNotHaveDuplicates();
    }
  }

  @Test
  void aScraperThatHasComeOnceIsWaitedForAMinute() {
    counters.page("one", now += SECOND);
    count("late", 7);
    assertThat(row("two", "late")).isZero();
    assertThat(row("one", "late")).as("has not seen it yet").isZero();
    assertThat(row("two", "late")).isEqualTo(7);
    count("later", 3);
    now += 120 * SECOND;
    assertThat(row("two", "later")).isZero();
    assertThat(row("two", "later")).isEqualTo(3);
  }

  @Test
  void aNewcomerThatLosesItsPlaceBeforeItIsSeenCountsUnderOther() {
    page();
    count("late", 7);
    counters.change(rules(1, false));
    page();
    page();
    assertThat(page()).containsOnlyKeys("~other").containsEntry("~other", 7L);
  }

  private long row(String scraper, String tenant) {
    return counters.page(scraper, now += SECOND).rows().stream()
        .filter(row -> row.tenant().equals(tenant))
        .mapToLong(row -> row.values()[0])
        .sum();
  }

  @Test
  void givesThePlaceOfALightTenantToAHeavyOneThatCameLate() {
    fill();
    count("heavy", 100);
    Map<String, Long> last = page();
    assertThat(last).as("still shown, for the last time").containsKeys("a", "b", "c");
    count("heavy", 100);
    Map<String, Long> zero = page();
    assertThat(zero).containsEntry("heavy", 0L).hasSize(4);
    count("heavy", 40);
    assertThat(page()).containsEntry("heavy", 40L);
    assertThat(changes).anyMatch(change -> change.endsWith("OUTWEIGHED"));
  }

  @Test
  void letsNoMoreLabelsChangeHandsInAnHourThanThePolicySays() {
    fill();
    counters.change(rules(4, false, 2));
    for (int tenant = 0; tenant < 12; tenant++) {
      count("heavy-" + tenant, 1 << tenant + 7);
      for (int i = 0; i < 3; i++) {
        page();
      }
    }
    assertThat(outweighed()).isEqualTo(2);
    now += 1_800 * SECOND;
    page();
    count("heavier", 1 << 20);
    for (int i = 0; i < 3; i++) {
      page();
    }
    assertThat(outweighed()).isEqualTo(3);
  }

  private long outweighed() {
    return counters.status().changes().get(LabelChange.OUTWEIGHED);
  }

  @Test
  void neverFoldsWhatWasShownUnderALabel() {
    fill();
    long otherBefore = page().get("~other");
    count("heavy", 100);
    page();
    page();
    assertThat(page().get("~other")).isEqualTo(otherBefore + 100);
  }

  @Test
  void keepsTheTotalExactThroughEveryChange() {
    long counted = 0;
    for (int round = 0; round < 200; round++) {
      for (int tenant = 0; tenant < 12; tenant++) {
        int requests = (tenant * 7 + round / 10 * 13) % 50;
        count("tenant-" + tenant, requests);
        counted += requests;
      }
      LabelPage<String> page = counters.page(PROMETHEUS, now += SECOND);
      assertThat(page.total()[0]).isEqualTo(counted);
      assertThat(page.rows().size() + 1).isLessThanOrEqualTo(4);
    }
    assertThat(changes).hasSizeGreaterThan(8);
  }

  @Test
  void countsWhatComesLateUnderOther() {
    fill();
    var stale = counters.of("a", 1);
    count("heavy-1", 1_000);
    count("heavy-2", 2_000);
    count("heavy-3", 3_000);
    page();
    page();
    page();
    Map<String, Long> before = page();
    assertThat(before).doesNotContainKey("a");
    stale.add(stale.stripe(), 0, 11);
    Map<String, Long> after = page();
    assertThat(after.get("~other")).isEqualTo(before.get("~other") + 11);
  }

  @Test
  void tellsBothOfTwoScrapersBeforeALabelCounts() {
    fill();
    for (int i = 0; i < 3; i++) {
      counters.page("one", now += SECOND);
      counters.page("two", now += SECOND);
    }
    count("heavy", 1_000);
    Set<String> countedFor = new HashSet<>();
    Set<String> sawZero = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      for (String scraper : List.of("one", "two")) {
        count("heavy", 10);
        Map<String, Long> seen = values(counters.page(scraper, now += SECOND));
        Long heavy = seen.get("heavy");
        if (heavy != null && heavy == 0) {
          sawZero.add(scraper);
        } else if (heavy != null) {
          assertThat(sawZero).contains(scraper);
          countedFor.add(scraper);
        }
      }
    }
    assertThat(countedFor).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void isNotHeldUpByWhoLooksOnce() {
    fill();
    counters.page("curl", now += SECOND);
    for (int i = 0; i < 3; i++) {
      count("heavy", 1_000);
      page();
    }
    assertThat(page()).containsKey("heavy");
  }

  @Test
  void admitsAPinnedTenantWhateverItWeighs() {
    fill();
    counters.pin(Set.of("quiet"));
    page();
    assertThat(page()).containsEntry("quiet", 0L).hasSize(4);
    for (int round = 0; round < 20; round++) {
      count("heavy-" + round % 5, 10_000);
      page();
    }
    assertThat(page()).containsKey("quiet");
  }

  @Test
  void pinsNoMoreThanThereArePlaces() {
    fill();
    counters.pin(Set.of("p1", "p2", "p3", "p4", "p5"));
    for (int round = 0; round < 5; round++) {
      assertThat(page()).hasSizeLessThanOrEqualTo(4);
    }
    assertThat(page().keySet()).filteredOn(label -> label.startsWith("p")).hasSize(3);
  }

  @Test
  void dropsEveryLabelInTheTopTierIfItIsStrict() {
    counters =
        new TenantCounters<>(
            1, rules(4, true), hash::of, values -> values.sum(0), tiers, this::changed, 0);
    fill();
    for (int tenant = 0; tenant < 150; tenant++) {
      count("tenant-" + tenant, 1);
    }
    page();
    assertThat(page()).containsOnlyKeys("~other");
    now += Duration.ofMinutes(1).toNanos();
    counters.tick(now);
    now += Duration.ofMinutes(1).toNanos();
    count("a", 50);
    page();
    assertThat(page()).containsKey("a");
  }

  @Test
  void keepsAHeavyTenantVisibleInTheTopTierIfItIsNot() {
    fill();
    for (int tenant = 0; tenant < 150; tenant++) {
      count("tenant-" + tenant, 1);
    }
    count("a", 50);
    page();
    assertThat(page()).containsEntry("a", 60L);
  }

  @Test
  void doesNotFlapAmongTenantsThatWeighTheSame() {
    for (int round = 0; round < 300; round++) {
      for (int tenant = 0; tenant < 30; tenant++) {
        count("tenant-" + tenant, 20);
      }
      page();
    }
    assertThat(changes).hasSize(3);
  }

  @Test
  void doesNotLetTenantsSeenOnceTakeTurns() {
    fill();
    for (int round = 0; round < 3_000; round++) {
      count("once-" + round, 1);
      if (round % 10 == 0) {
        page();
      }
    }
    assertThat(changes).hasSize(3);
  }

  @Test
  void weighsATenantWhoseRequestsFailByMore() {
    fill();
    count("steady", 30);
    for (int i = 0; i < 12; i++) {
      StripedCounters failing = counters.of("failing", 10);
      failing.add(failing.stripe(), 0, 1);
    }
    page();
    page();
    count("steady", 0);
    assertThat(page()).containsKey("failing");
  }

  @Test
  void fitsASmallerBudgetWithTheNextPages() {
    fill();
    page();
    counters.change(rules(2, false));
    page();
    assertThat(page()).hasSize(2).containsKey("c");
  }

  @Test
  void shedsAllLabelsWithABudgetOfOne() {
    counters = withBudget(1);
    fill();
    assertThat(page()).containsOnlyKeys("~other").containsEntry("~other", 33L);
  }

  @Test
  void survivesAClockThatJumps() {
    fill();
    for (long jump : List.of(-3_600 * SECOND, 86_400 * 400L * SECOND, Long.MAX_VALUE / 2, 0L)) {
      count("jump", 10);
      counters.page(PROMETHEUS, now + jump);
    }
    count("a", 1);
    LabelPage<String> page = counters.page(PROMETHEUS, now);
    assertThat(page.total()[0]).isEqualTo(33 + 41);
    assertThat(page.status().unlabelledShare()).isBetween(0.0, 1.0);
  }

  @Test
  void explainsWhyATenantHasALabelOrHasNone() {
    fill();
    page();
    count("some", 5);
    counters.tick(now += SECOND);
    assertThat(counters.explain("c", now).about("c"))
        .startsWith("c has a label because there was room when it was first seen; it weighs ")
        .endsWith("rank 1 of 3.");
    assertThat(counters.explain("some", now).about("some"))
        .startsWith(
            "some counts as ~other: it weighs as much as 5 recent requests, failed and slow ones counting several times, and a label takes more than ");
    count("heavy", 500);
    page();
    assertThat(counters.explain("a", now).about("a"))
        .contains("It lost its label because another outweighed it.");
  }

  @Test
  void reportsHowMuchIsHiddenAndAtMostHowHeavyAnybodyHiddenIs() {
    fill();
    page();
    count("hidden", 10);
    page();
    LabelStatus status = counters.status();
    assertThat(status.unlabelledShare()).isBetween(0.15, 0.35);
    assertThat(status.mostUnlabelled()).isBetween(9.0, 11.0);
    assertThat(status.labels()).isEqualTo(3);
    assertThat(status.changes()).containsEntry(LabelChange.FIRST_SEEN, 3L);
  }

  @Test
  void toleratesEmptyAndHugeIds() {
    count("", 3);
    count("x".repeat(100_000), 4);
    assertThat(page()).containsEntry("", 3L).containsEntry("x".repeat(100_000), 4L);
  }

  private TenantCounters<String> withBudget(int budget) {
    return new TenantCounters<>(
        1, rules(budget, false), hash::of, values -> values.sum(0), tiers, this::changed, 0);
  }

  private static LabelRules rules(int budget, boolean strict) {
    return rules(budget, strict, LabelRules.MOST_ROTATIONS);
  }

  private static LabelRules rules(int budget, boolean strict, int rotationsPerHour) {
    return new LabelRules(
        budget,
        strict,
        1.5,
        Duration.ofMinutes(1),
        10,
        4,
        Duration.ofSeconds(1),
        rotationsPerHour,
        LabelSeries.DEFAULT);
  }

  /** Three tenants for the three places, c the heaviest. */
  private void fill() {
    count("a", 10);
    count("b", 11);
    count("c", 12);
  }

  private void count(String tenant, int requests) {
    for (int i = 0; i < requests; i++) {
      counters.add(tenant, 0, 1);
    }
  }

  private Map<String, Long> page() {
    return values(counters.page(PROMETHEUS, now += SECOND));
  }

  private static Map<String, Long> values(LabelPage<String> page) {
    Map<String, Long> values = new HashMap<>();
    page.rows().forEach(row -> values.put(row.tenant(), row.values()[0]));
    values.put("~other", page.other()[0]);
    return values;
  }

  private void changed(String tenant, LabelChange change, double weight) {
    changes.add(tenant + " " + change);
  }
}
