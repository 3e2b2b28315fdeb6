package io.heddle.audit.archive.retention;

import static io.heddle.audit.archive.retention.SealedWeeks.NOW;
import static io.heddle.audit.archive.retention.SealedWeeks.days;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerCrashTest {
  @TempDir private Path path;
  private SealedWeeks weeks;
  private Pruner pruner;

  @BeforeEach
  void sealFourWeeks() throws Exception {
    weeks = new SealedWeeks(path);
    pruner = new Pruner(weeks.home);
  }

  @Test
  void finishesWhatWasRecordedAndNotRemoved() throws Exception {
    pruner.record(days(15), NOW, "tester", Map.of());
    assertThat(weeks.segments()).hasSize(4);
    Files.delete(weeks.home.segment(2)); // it came so far

    weeks.prune(RetentionPolicy.EVERYTHING);

    assertThat(weeks.segments()).containsExactly(3L, 4L);
    assertThat(pruned()).isEqualTo(2);
    assertThat(weeks.retention.pruned(Long.MIN_VALUE, Long.MAX_VALUE))
        .allMatch(PrunedSegment::isRemoved);
  }

  @Test
  void recordsNothingTwice() throws Exception {
    pruner.record(days(15), NOW, "tester", Map.of());
    assertThat(pruner.record(days(15), NOW, "another", Map.of()).pruned()).isEmpty();
    pruner.remove();
    pruner.remove();

    assertThat(pruned()).isEqualTo(2);
    assertThat(weeks.segments()).containsExactly(3L, 4L);
  }

  @Test
  void removesNoOtherSegmentThatHasTheNumber() throws Exception {
    pruner.record(days(15), NOW, "tester", Map.of());
    Files.copy(weeks.home.segment(4), weeks.home.segment(1), StandardCopyOption.REPLACE_EXISTING);

    pruner.remove();

    assertThat(weeks.segments()).containsExactly(1L, 3L, 4L);
  }

  @Test
  void undoesAChangeThatWasCutInTheMiddle() throws Exception {
    weeks.retention.hold("acme", "", "subpoena", "legal", NOW);
    Path file = weeks.home.retention();
    Path journal = Path.of(file + "-journal");
    Path cut = Files.createDirectory(path.resolve("cut"));
    try (Connection register = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = register.createStatement()) {
      statement.execute("PRAGMA cache_size = 1");
      statement.execute("BEGIN");
      statement.execute("DELETE FROM hold");
      // More than the cache holds, so that the journal is synced and the file written.
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO"
              + " hold SELECT i, hex(randomblob(200)), '', '', '', 0, '', 0, '', 0 FROM n");
      Files.copy(file, cut.resolve("db"));
      Files.copy(journal, cut.resolve("journal"));
      statement.execute("ROLLBACK");
    }
    Files.copy(cut.resolve("db"), file, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(cut.resolve("journal"), journal);

    assertThat(weeks.retention.holds())
        .singleElement()
        .satisfies(hold -> assertThat(hold.tenant()).isEqualTo("acme"));
    assertThat(journal).doesNotExist();
  }

  private int pruned() throws Exception {
    return weeks.retention.pruned(Long.MIN_VALUE, Long.MAX_VALUE).size();
  }
}
