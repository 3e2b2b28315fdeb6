package io.heddle.it.bench.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.bench.labels.peers.Page;
import io.heddle.it.bench.labels.traffic.LateTenant;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two minutes at one request a second, scraped every ten seconds; the second is the window. */
class LedgerTest {
  private final Ledger ledger = new Ledger(new Nobody(), new Scale(120, 1, 2, 10, 0));

  @Test
  void aSeriesThatIsBornAboveZeroLosesWhatItHad() {
    page(70, 10, () -> ledger.cumulative(Page.OTHER, 10));
    page(
        80,
        10,
        () -> {
          ledger.cumulative(Page.OTHER, 14);
          ledger.cumulative("tenant-0", 6);
        });
    assertThat(ledger.inWindow("tenant-0")).isZero();
    assertThat(ledger.totalError()).isEqualTo(0.6);
  }

  @Test
  void aSeriesThatIsBornAtZeroLosesNothing() {
    page(
        70,
        10,
        () -> {
          ledger.cumulative(Page.OTHER, 10);
          ledger.cumulative("tenant-0", 0);
        });
    page(
        80,
        10,
        () -> {
          ledger.cumulative(Page.OTHER, 14);
          ledger.cumulative("tenant-0", 6);
        });
    assertThat(ledger.inWindow("tenant-0")).isEqualTo(6);
    assertThat(ledger.totalError()).isZero();
  }

  @Test
  void aValueThatFellBeganAnew() {
    page(70, 10, () -> ledger.cumulative("tenant-0", 10));
    page(80, 3, () -> ledger.cumulative("tenant-0", 3));
    assertThat(ledger.inWindow("tenant-0")).isEqualTo(3);
    assertThat(ledger.totalError()).isZero();
  }

  @Test
  void whatIsNotExportedAtEveryScrapeIsComparedWhenItIs() {
    page(70, 10, () -> ledger.delta("tenant-0", 10));
    page(80, 10, () -> {});
    page(90, 10, () -> ledger.delta("tenant-0", 20));
    assertThat(ledger.totalError()).isZero();
    assertThat(ledger.attributedInWindow()).isEqualTo(30);
  }

  @Test
  void whatWasAskedBeforeTheWindowDoesNotCountInIt() {
    page(60, 10, () -> ledger.delta("tenant-0", 10));
    page(70, 10, () -> ledger.delta("tenant-0", 10));
    assertThat(ledger.inWindow("tenant-0")).isEqualTo(10);
  }

  @Test
  void aLateTenantWaitsForTheScrapeThatShowsIt() {
    for (int second = 10; second <= 70; second += 10) {
      page(second, 10, () -> ledger.delta(Page.OTHER, 10));
    }
    page(80, 10, () -> ledger.delta("tenant-1", 10));
    assertThat(ledger.scrapesUntilLabelled()).isEqualTo(2);
    assertThat(ledger.lateAttributed()).isEqualTo(10);
  }

  private void page(int second, int events, Runnable series) {
    ledger.begin(second * 1_000_000L, events);
    series.run();
    ledger.end();
  }

  /** Tenant 1 comes at 65 s. */
  private static final class Nobody implements Traffic {
    @Override
    public int next(long micros) {
      return 0;
    }

    @Override
    public int tenants() {
      return 2;
    }

    @Override
    public List<LateTenant> late() {
      return List.of(new LateTenant(1, 65_000_000));
    }
  }
}
