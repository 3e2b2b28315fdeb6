package io.heddle.audit.archive;

import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.archive.verify.Finding;
import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process died between its intent and its outcome. */
class DoubtTest {
  private static final String DATABASE = "postgresql://db:5432/orders?system_identifier=4711";

  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void start() {
    machine = new Machine(home);
  }

  @Test
  void whatADatabaseCanBeAskedAboutStaysPendingUntilItIsAsked() throws Exception {
    die("748");
    machine.archive();
    assertThat(machine.outcomes()).containsExactly(Outcome.PENDING, Outcome.PENDING);
    assertSound();

    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      List<Doubt> doubts = archiver.doubts();
      assertThat(doubts)
          .containsExactly(new Doubt(1, "node", 1, 7, Captured.START, DATABASE, "748"));
      archiver.resolve(doubts.get(0), Outcome.COMMITTED, "it says so");
      assertThat(archiver.doubts()).isEmpty();
      archiver.resolve(doubts.get(0), Outcome.ROLLED_BACK, "twice");
    }
    assertThat(machine.outcomes()).containsExactly(Outcome.COMMITTED, Outcome.COMMITTED);
    assertThat(machine.events()).filteredOn(said -> said.contains("COMMITTED")).hasSize(1);
    assertSound();
  }

  @Test
  void aDoubtOutlivesSealingAndWhatItSaidStaysWithIt() throws Exception {
    die("748");
    try (SpoolWriter other = machine.boot(2)) {
      other.append(Captured.request("acme", Captured.START));
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      archiver.seal();
      assertThat(archiver.progress().hotRecords()).isEqualTo(2);
    }
    assertSound();
    try (SpoolWriter other = machine.boot(3)) {
      other.append(Captured.request("acme", Captured.START));
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      archiver.seal();
      archiver.resolve(archiver.doubts().get(0), Outcome.ROLLED_BACK, "it says so");
      archiver.seal();
      assertThat(archiver.progress().hotRecords()).isZero();
    }
    assertThat(machine.outcomes())
        .contains(Outcome.ROLLED_BACK)
        .doesNotContain(Outcome.PENDING, Outcome.UNKNOWN);
    assertSound();
  }

  @Test
  void whatNobodyCanBeAskedAboutIsUnknownAtOnce() throws Exception {
    die("");
    try (SpoolWriter writer = machine.boot(2)) {
      writer.append(write("acme", 8, 0));
    }
    machine.archive();
    assertThat(machine.outcomes()).containsOnly(Outcome.UNKNOWN).hasSize(3);
    assertSound();
  }

  @Test
  void isGivenUpIfNobodyCouldTellForADay() throws Exception {
    die("748");
    machine.archive();
    machine.now.addAndGet(86_400_000_000L - 1);
    machine.archive();
    assertThat(machine.outcomes()).containsOnly(Outcome.PENDING);

    machine.now.addAndGet(2);
    machine.archive();
    assertThat(machine.outcomes()).containsOnly(Outcome.UNKNOWN);
    assertSound();
  }

  @Test
  void anIntentThatHasItsOutcomeIsNoDoubt() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(write("acme", 7, 0));
      writer.appendIntent(7, 1, DATABASE, "748");
      writer.appendOutcome(7, 0, 1, Outcome.COMMITTED, Captured.START);
    }
    try (Archiver archiver = machine.archiver(1, 1_000_000)) {
      archiver.drain();
      assertThat(archiver.doubts()).isEmpty();
    }
    assertThat(machine.outcomes()).containsExactly(Outcome.COMMITTED);
    assertSound();
  }

  @Test
  void aLivingProcessIsNotDoubted() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(write("acme", 7, 0));
      writer.appendIntent(7, 1, DATABASE, "748");
      try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
        archiver.drain();
        assertThat(archiver.doubts()).isEmpty();
      }
    }
  }

  @Test
  void anOutcomeThatNoDatabaseHasGivenIsFound() throws Exception {
    die("748");
    machine.archive();
    try (Connection hot =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("archive/hot.db"));
        Statement statement = hot.createStatement()) {
      statement.execute("UPDATE entry SET outcome = 1 WHERE txn = 7");
    }
    Report report = Verifier.verify(home, List.of(), null, Progress.NONE);
    assertThat(report.counts()).containsKey(Finding.Kind.OUTCOME);
  }

  /** Two writes and an intent; then nothing. */
  private void die(String databaseId) throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(write("acme", 7, 0));
      writer.append(write("acme", 7, 1));
      writer.appendIntent(7, 2, databaseId.isEmpty() ? "" : DATABASE, databaseId);
    }
  }

  private void assertSound() throws Exception {
    Report report = Verifier.verify(home, List.of(), null, Progress.NONE);
    assertThat(report.isSound()).as("%s", report.findings()).isTrue();
  }
}
