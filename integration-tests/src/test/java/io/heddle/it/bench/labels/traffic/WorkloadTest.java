package io.heddle.it.bench.labels.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
  private static final Scale SCALE = new Scale(400_000, 1_000, 5_000, 15, 7);

  @ParameterizedTest
  @EnumSource
  void makesTheSameRequestsFromTheSameSeed(Workload workload) {
    Traffic once = workload.traffic(SCALE);
    Traffic again = workload.traffic(SCALE);
    for (long event = 0; event < SCALE.events(); event++) {
      long micros = SCALE.microsOf(event);
      int tenant = once.next(micros);
      assertThat(again.next(micros)).isEqualTo(tenant);
      assertThat(tenant).isBetween(Traffic.ONE_OFF, once.tenants() - 1);
    }
  }

  @Test
  void theHeaviestHasTheShareThatZipfsLawGivesIt() {
    int[] requests = requests(Workload.W1);
    double harmonic = 0;
    for (int rank = 1; rank <= SCALE.tenants(); rank++) {
      harmonic += Math.pow(rank, -1.1);
    }
    int heaviest = Arrays.stream(requests).max().orElseThrow();
    assertThat((double) heaviest / SCALE.events()).isCloseTo(1 / harmonic, within(0.005));
  }

  @Test
  void theLateTenantOfW3HasATwentiethOfTheSecondHalf() {
    Traffic traffic = Workload.W3.traffic(SCALE);
    int late = traffic.late().get(0).tenant();
    assertThat(requests(Workload.W3)[late] / (SCALE.events() / 2.0)).isCloseTo(0.05, within(0.003));
  }

  @Test
  void halfTheRequestsOfW4AreOneOffs() {
    int known = Arrays.stream(requests(Workload.W4)).sum();
    assertThat((double) known / SCALE.events()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void attackersAskRightBeforeAScrapeOnly() {
    Traffic traffic = Workload.BURSTS.traffic(SCALE);
    for (long event = 0; event < SCALE.events(); event++) {
      long micros = SCALE.microsOf(event);
      if (traffic.next(micros) >= SCALE.tenants()) {
        assertThat(micros % SCALE.scrapeMicros())
            .isGreaterThanOrEqualTo(SCALE.scrapeMicros() - 500_000);
      }
    }
  }

  private static int[] requests(Workload workload) {
    Traffic traffic = workload.traffic(SCALE);
    int[] requests = new int[traffic.tenants()];
    for (long event = 0; event < SCALE.events(); event++) {
      int tenant = traffic.next(SCALE.microsOf(event));
      if (tenant != Traffic.ONE_OFF) {
        requests[tenant]++;
      }
    }
    return requests;
  }
}
