package io.heddle.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Jdks;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.oracle.driver.Driver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Some histories of fixed seeds on every driver at hand; {@code integration-tests/faults/histories}
 * runs as many as are asked for. {@code -Dheddle.histories=N} runs N times as many here.
 */
class HistoriesIT {
  private static final int TIMES = Integer.getInteger("heddle.histories", 1);
  private static final long FIRST_SEED = 1;
  private static final int MOST_SECONDS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"H2", "SQLITE", "POSTGRESQL", "POSTGRESQL_42_7_11", "HSQLDB", "DERBY"})
  void whatARecordSaysIsWhatTheDatabaseDid(Driver driver) throws Exception {
    assumeTrue(driver.missing().isEmpty(), driver.missing());
    List<String> told = new ArrayList<>();
    Oracle oracle = new Oracle(driver, FIRST_SEED, 250, 5, false, told::add);
    Tally tally =
        oracle.run(Jdks.newest(), folder, TIMES * driver.shortRun(), TIMES * (long) MOST_SECONDS);
    told.forEach(System.out::println);
    assertThat(tally.isWrong()).as(String.join("\n", told)).isFalse();
    assertThat(tally.claims()).isPositive();
    if (driver.isDecided()) {
      // Where nothing fails these databases leave no doubt: at most one claim in a thousand.
      assertThat(tally.unknown() * 1_000).isLessThanOrEqualTo(tally.claims());
    }
  }

  @Test
  void theArchiveSaysTheSame() throws Exception {
    try (Subject subject = Subject.start(Driver.H2, Jdks.oldest(), folder, false)) {
      List<Judged> judged = subject.runIntoArchive(Round.of(FIRST_SEED, 200));
      assertThat(judged).hasSize(200).allMatch(one -> one.faults().isEmpty());
      assertThat(judged.stream().mapToInt(Judged::claims).sum()).isPositive();
    }
  }
}
