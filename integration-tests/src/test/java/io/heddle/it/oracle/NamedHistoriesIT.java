package io.heddle.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.audit.spool.Outcome;
import io.heddle.it.harness.Jdks;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.histories.named.Catalogue;
import io.heddle.it.histories.named.Fate;
import io.heddle.it.histories.named.NamedHistory;
import io.heddle.it.oracle.driver.Driver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fixed histories, each named after a symptom, with what must become of each write: the database
 * and the record are both held against it. All of a driver run in one application.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedHistoriesIT {
  private final Map<Driver, List<Judged>> run = new EnumMap<>(Driver.class);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("histories")
  void whatARecordSaysIsWhatTheDatabaseDid(Driver driver, int number, NamedHistory named)
      throws Exception {
    assumeTrue(driver.missing().isEmpty(), driver.missing());
    Judged judged = judged(driver).get(number);
    SoftAssertions softly = new SoftAssertions();
    String shown = new Finding(driver, judged, Shrinker.Shrunk.ALONE).shown();
    softly.assertThat(judged.faults()).as(shown).isEmpty();
    for (int step = 0; step < named.refusals().size(); step++) {
      checkAnswer(softly, shown, judged.truth().answers().get(step), named.refusals().get(step));
    }
    named.fates().forEach((slot, fate) -> checkWrite(softly, shown, judged, slot, fate));
    softly.assertAll();
  }

  static Stream<Arguments> histories() {
    return Arrays.stream(Driver.values())
        .flatMap(
            driver -> {
              List<Arguments> histories = new ArrayList<>();
              for (NamedHistory named : NamedHistory.of(driver.engine())) {
                histories.add(Arguments.of(driver, histories.size(), named));
              }
              return histories.stream();
            });
  }

  /** A history that went another way proves nothing. */
  private static void checkAnswer(
      SoftAssertions softly, String shown, String answer, String refusal) {
    if (refusal.isEmpty()) {
      softly.assertThat(answer).as(shown).doesNotContain("Exception").isNotEqualTo("not due");
    } else {
      softly.assertThat(answer).as(shown).contains("Exception").contains(refusal);
    }
  }

  private static void checkWrite(
      SoftAssertions softly, String shown, Judged judged, int slot, Fate fate) {
    softly
        .assertThat(judged.truth().effects()[slot] != 0)
        .as("slot " + slot + " is in the database\n" + shown)
        .isEqualTo(fate.isKept());
    List<Outcome> right = new ArrayList<>();
    right.add(fate.isKept() ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    if (fate.mayBeUnknown()) {
      right.add(Outcome.UNKNOWN);
    }
    softly
        .assertThat(judged.records().get(slot))
        .as("records of slot " + slot + "\n" + shown)
        .extracting(Claim::outcome)
        .hasSize(1)
        .allMatch(right::contains, "is one of " + right);
  }

  /** Runs the driver's histories when the first of them is asked for. */
  private List<Judged> judged(Driver driver) throws IOException, InterruptedException {
    List<Judged> judged = run.get(driver);
    if (judged == null) {
      List<Round.Request> requests = new ArrayList<>();
      for (NamedHistory named : NamedHistory.of(driver.engine())) {
        requests.add(new Round.Request(named.history().seed(), null));
      }
      try (Subject subject =
          Subject.start(
              driver, Catalogue.NAMED, Jdks.oldest(), folder.resolve(driver.name()), false)) {
        judged = subject.run(new Round(1, true, requests));
      }
      assertThat(judged).hasSameSizeAs(requests);
      run.put(driver, judged);
    }
    return judged;
  }
}
