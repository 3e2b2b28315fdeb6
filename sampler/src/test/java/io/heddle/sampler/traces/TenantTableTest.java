package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TenantTableTest {
  /** A window in which rates are counted, as the table has them: 75 ticks. */
  private static final int EPOCH = 75;

  private static final double EPOCH_SECONDS = EPOCH / TenantTable.TICKS_PER_SECOND;

  private final TenantTable table = new TenantTable(2_000);
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void aQuietTenantIsCountedExactly() {
    assertThat(rateAfter(1_000)).isCloseTo(1_000 / EPOCH_SECONDS, within(1e-4));
  }

  /** One in sixteen counts for all: six standard deviations of what is behind the first 1,024. */
  @Test
  void aBusyTenantIsCountedNearlyExactly() {
    int traces = 50_000;
    double deviation = Math.sqrt(15.0 * (traces - 1_024));
    assertThat(rateAfter(traces))
        .isCloseTo(traces / EPOCH_SECONDS, within(6 * deviation / EPOCH_SECONDS));
  }

  /** Whoever chooses the randomness of its traces must not escape being counted. */
  @Test
  void aTenantWhoseTracesAreNotRandomIsCountedToo() {
    int slot = TenantTable.slot(1);
    for (int i = 0; i < 50_000; i++) {
      TenantTable.meet(table.piece(1), slot, EPOCH, i << 4 | 1);
    }
    assertThat(TenantTable.rate(table.piece(1), slot)).isGreaterThan(2_500);
  }

  @Test
  void tenantsHavePlacesOfTheirOwn() {
    for (int tenant = 0; tenant < 2_000; tenant++) {
      TenantTable.weigh(table.piece(tenant), TenantTable.slot(tenant), tenant);
    }
    for (int tenant = 0; tenant < 2_000; tenant++) {
      assertThat(TenantTable.weight(table.piece(tenant), TenantTable.slot(tenant)))
          .isEqualTo(tenant);
    }
  }

  private double rateAfter(int traces) {
    long[] piece = table.piece(0);
    for (int i = 0; i < traces; i++) {
      TenantTable.meet(piece, TenantTable.slot(0), EPOCH, random.nextLong());
    }
    return TenantTable.rate(piece, TenantTable.slot(0));
  }
}
