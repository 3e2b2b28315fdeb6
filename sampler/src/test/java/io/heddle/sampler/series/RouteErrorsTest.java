package io.heddle.sampler.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.series.RouteErrors.Row;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RouteErrorsTest {
  private final RouteErrors<String> errors = new RouteErrors<>();
  private Set<String> labelled = Set.of("acme", "zeta");
  private long page;
  private long now;

  @Test
  void showsAPairAtZeroBeforeItGrows() {
    errors.bound(10);
    errors.count("acme", "/orders");
    errors.count("acme", "/orders");
    assertThat(page()).containsExactly(new Row<>("acme", "/orders", 0));
    errors.count("acme", "/orders");
    assertThat(page()).containsExactly(new Row<>("acme", "/orders", 3));
  }

  @Test
  void staysAtZeroUntilEveryScraperHasSeenIt() {
    errors.bound(10);
    errors.count("acme", "/orders");
    assertThat(errors.page(labelled::contains, 1, 0, now)).extracting(Row::errors).containsOnly(0L);
    assertThat(errors.page(labelled::contains, 2, 0, now)).extracting(Row::errors).containsOnly(0L);
    assertThat(errors.page(labelled::contains, 3, 1, now)).extracting(Row::errors).containsOnly(1L);
  }

  @Test
  void countsNothingIfNoneAreToBeShown() {
    errors.count("acme", "/orders");
    assertThat(page()).isEmpty();
    assertThat(errors.unshown()).isZero();
  }

  @Test
  void countsWhatFindsNoRoom() {
    errors.bound(2);
    errors.count("acme", "/a");
    errors.count("zeta", "/b");
    errors.count("zeta", "/c");
    errors.count("zeta", "/b");
    page();
    assertThat(page())
        .containsExactlyInAnyOrder(new Row<>("acme", "/a", 1), new Row<>("zeta", "/b", 2));
    assertThat(errors.unshown()).isEqualTo(1);
  }

  @Test
  void forgetsWhoLosesTheLabelAndGivesTheRoomAway() {
    errors.bound(1);
    errors.count("acme", "/a");
    page();
    labelled = Set.of("zeta");
    assertThat(page()).isEmpty();
    errors.count("zeta", "/b");
    assertThat(page()).extracting(Row::tenant).containsExactly("zeta");
  }

  @Test
  void anIdlePairGivesItsPlaceOnceItIsWanted() {
    errors.bound(2);
    errors.count("acme", "/old");
    page();
    now += TimeUnit.MINUTES.toNanos(61);
    assertThat(page()).as("nobody wants its place").hasSize(1);
    errors.count("zeta", "/new");
    assertThat(page()).extracting(Row::route).containsExactly("/new");
  }

  @Test
  void fewerAreShownAsSoonAsFewerMayBe() {
    errors.bound(10);
    for (int i = 0; i < 10; i++) {
      errors.count("acme", "/" + i);
    }
    assertThat(page()).hasSize(10);
    errors.bound(3);
    assertThat(page()).hasSize(3);
    errors.bound(0);
    assertThat(page()).isEmpty();
  }

  private List<Row<String>> page() {
    page++;
    return errors.page(labelled::contains, page, page - 1, now);
  }
}
