package io.heddle.it.bench.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.bench.labels.peers.Contender;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tenth of the comparison, so that a change that loses it is found by the build. */
class AheadOfEverybodyTest {
  private static final int CAP = 2_000;
  private static final Scale SCALE = new Scale(2_000_000, 10_000, 100_000, 15, 11);

  @ParameterizedTest
  @EnumSource(names = {"W1", "W2", "W3", "W4"})
  void missesNoLine(Workload workload) {
    Trial trial = new Trial(workload, SCALE, CAP);
    Figures own = trial.of(Contender.HEDDLE);
    Figures other = trial.of(Contender.FIRST_COME);
    assertThat(Target.of(workload, own, List.of(other), CAP))
        // Weighed by what dies, which only a collector that always compacts tells exactly.
        .filteredOn(target -> !target.line().startsWith("memory"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(Target::isReached);
  }
}
