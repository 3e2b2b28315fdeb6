package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdks;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of applications and archivers at any moment; {@code CrashRun} does the same a
 * thousand times. {@code -Dheddle.crashes=N} kills more often, {@code -Dheddle.crashes.seed=N}
 * elsewhere.
 */
class CrashIT {
  private static final int KILLS = Integer.getInteger("heddle.crashes", 6);
  private static final long SEED = Long.getLong("heddle.crashes.seed", 4711);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {CrashPlan.ASYNC, CrashPlan.SYNC})
  void whatTheArchiveSaysIsWhatTheDatabaseHas(String guarantee) throws Exception {
    CrashPlan plan = new CrashPlan(Jdks.newest(), 2, 4, 4_000, guarantee);
    try (CrashVolume volume = CrashVolume.start(plan, new Random(SEED), folder)) {
      while (volume.toll().kills() < KILLS) {
        volume.kill();
      }
      Account account = volume.settle();
      assertThat(plan.violations(account)).isEmpty();
      assertThat(account.records()).isPositive();
      // In flight when its process died: no more than one for each thread.
      assertThat(account.unrecorded())
          .hasSizeLessThanOrEqualTo(volume.toll().applications() * plan.threads());
      assertThat(volume.verify()).contains("sound");
    }
  }
}
