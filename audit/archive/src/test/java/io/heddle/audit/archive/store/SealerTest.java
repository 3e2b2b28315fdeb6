package io.heddle.audit.archive.store;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealerTest {
  /** Where sealing can be interrupted. */
  private enum Crash {
    BUILDING,
    BUILT,
    PUBLISHED,
    COUNTED
  }

  @TempDir private Path path;
  private Machine machine;
  private ArchiveHome home;

  @BeforeEach
  void newMachine() {
    machine = new Machine(path);
    home = new ArchiveHome(path);
  }

  @ParameterizedTest
  @EnumSource(Crash.class)
  void neitherLosesNorDoublesWhereverItIsInterrupted(Crash crash) throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 50; i++) {
        writer.append(request("a", START + i));
      }
      writer.append(write("b", 1, 0));
      machine.archive();
      List<ArchivedOperation> before = machine.all();

      try (HotFile hot = HotFile.open(home, 0)) {
        Sealer sealer = new Sealer(home, hot);
        switch (crash) {
          case BUILDING -> Files.write(home.building(1), new byte[] {1, 2, 3});
          case BUILT -> assertThat(sealer.build(1)).isTrue();
          case PUBLISHED -> {
            sealer.build(1);
            sealer.publish(1);
          }
          case COUNTED -> {
            sealer.build(1);
            sealer.publish(1);
            sealer.count(1);
          }
        }
      }
      assertThat(machine.all()).containsExactlyElementsOf(before);

      writer.append(request("c", START + 100_000_000));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      machine.archive();
      List<ArchivedOperation> after = machine.all();
      assertThat(after).hasSize(52).doesNotHaveDuplicates();
      assertThat(machine.outcomes()).doesNotContain(Outcome.PENDING);
      assertThat(home.building(1)).doesNotExist();
    }
  }

  @Test
  void keepsPendingRecordsBackUntilTheyAreDecided() throws Exception {
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(10, 1_000)) {
      writer.append(write("a", 1, 0));
      writer.append(write("a", 2, 0));
      writer.appendOutcome(2, 0, 1, Outcome.COMMITTED, START);
      archiver.drain();
      archiver.seal();
      assertThat(inSegment(1, "SELECT count(*) FROM entry")).isEqualTo(1);
      assertThat(inSegment(1, "SELECT count(*) FROM entry WHERE outcome = 0")).isZero();
      writer.appendOutcome(1, 0, 1, Outcome.ROLLED_BACK, START);
      archiver.drain();
      archiver.seal();
      assertThat(inSegment(2, "SELECT outcome FROM entry")).isEqualTo(2);
      assertThat(machine.outcomes()).containsExactly(Outcome.ROLLED_BACK, Outcome.COMMITTED);
    }
  }

  @Test
  void neverMakesASegmentOfEachBatchWhileATransactionStaysOpen() throws Exception {
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(10, 20)) {
      for (int ordinal = 0; ordinal < 100; ordinal++) {
        writer.append(write("a", 1, ordinal));
      }
      for (int i = 0; i < 10; i++) {
        writer.append(request("b", START + i));
      }
      archiver.drain();
      machine.now.addAndGet(7_200_000_000L);
      archiver.drain();
      long sealed = archiver.progress().segmentsSealed();
      assertThat(sealed).isBetween(1L, 2L);
      for (int i = 0; i < 5; i++) {
        machine.now.addAndGet(7_200_000_000L);
        archiver.drain();
      }
      assertThat(archiver.progress().segmentsSealed()).isEqualTo(sealed);
      assertThat(machine.all()).hasSize(110).doesNotHaveDuplicates();
    }
  }

  @Test
  void sealsAnOldBacklogByWhenItWasArchivedNotByWhenItHappened() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 100; i++) {
        writer.append(request("a", 1_000_000L + i)); // 1970
      }
      try (Archiver archiver = machine.archiver(10, 1_000)) {
        archiver.drain();
        assertThat(archiver.progress().segmentsSealed()).isZero();
      }
      machine.now.addAndGet(3_600_000_000L);
      try (Archiver archiver = machine.archiver(10, 1_000)) {
        archiver.drain();
        assertThat(archiver.progress().segmentsSealed()).isEqualTo(1);
        assertThat(archiver.progress().hotRecords()).isZero();
      }
    }
  }

  @Test
  void takesUpItsSegmentsWhenTheHotFileWasLost() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 30; i++) {
        writer.append(request("a", START + i));
        if (i % 10 == 9) {
          archiveAndSeal();
        }
      }
      Files.delete(home.hot());
      for (int i = 30; i < 40; i++) {
        writer.append(request("a", START + i));
      }
      archiveAndSeal();
    }
    assertThat(home.segments()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(machine.all()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void takesUpItsSegmentsWhenAnOlderHotFileWasPutBack() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 20; i++) {
        writer.append(request("a", START + i));
      }
      machine.archive();
      Path copy = path.resolve("copy.db");
      Files.copy(home.hot(), copy);
      for (int i = 20; i < 30; i++) {
        writer.append(request("a", START + i));
      }
      archiveAndSeal();
      Files.copy(copy, home.hot(), StandardCopyOption.REPLACE_EXISTING);
      writer.append(request("a", START + 30));
      machine.archive();
    }
    assertThat(machine.all()).hasSize(31).doesNotHaveDuplicates();
  }

  @Test
  void finishesWhatFailedBetweenRenameAndCountWithoutARestart() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(request("a", START));
      writer.append(write("b", 1, 0));
      machine.archive();
      // As on a full disk: SQLite rolls back by itself. It is so while one record stays.
      onHotFile(
          "CREATE TRIGGER full BEFORE UPDATE OF next_segment ON file"
              + " WHEN (SELECT count(*) FROM entry) = 1"
              + " BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END");
      try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
        assertThatThrownBy(archiver::seal).hasStackTraceContaining("disk is full");
        assertThat(home.segments()).as("renamed, not counted").containsExactly(1L);
        assertThat(machine.all()).hasSize(2);
        assertThatThrownBy(archiver::drainOnce).hasStackTraceContaining("disk is full");
        writer.append(request("a", START + 1));
        archiver.drain();
        assertThat(machine.all()).hasSize(3).doesNotHaveDuplicates();
      }
      onHotFile("DROP TRIGGER full");
      archiveAndSeal();
      assertThat(home.segments()).containsExactly(1L, 2L);
      assertThat(machine.all()).hasSize(3).doesNotHaveDuplicates();
    }
    Report report = Verifier.verify(path, List.of(), null, Progress.NONE);
    assertThat(report.isSound()).as("%s", report.findings()).isTrue();
  }

  private void onHotFile(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.hot());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void overwritesNoSegment() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(request("a", START));
    }
    machine.archive();
    try (HotFile hot = HotFile.open(home, 0)) {
      Files.writeString(home.segment(1), "precious");
      assertThatThrownBy(() -> new Sealer(home, hot).seal())
          .hasMessageContaining("will not be overwritten");
    }
    assertThat(home.segment(1)).hasContent("precious");
  }

  @Test
  void indexesASegmentAndTellsItsSpan() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 10; i++) {
        writer.append(request("tenant-" + i, START + i));
      }
    }
    archiveAndSeal();
    List<String> plans = new ArrayList<>();
    plans.add(plan("tenant_id = 1 ORDER BY start_micros"));
    plans.add(plan("trace_high = 1"));
    plans.add(plan("start_micros BETWEEN 1 AND 2"));
    plans.add(plan("target_id = 1"));
    plans.add(plan("log = 1 AND seq = 1"));
    assertThat(plans)
        .satisfiesExactly(
            tenant -> assertThat(tenant).contains("entry_tenant").doesNotContain("TEMP B-TREE"),
            trace -> assertThat(trace).contains("entry_trace"),
            time -> assertThat(time).contains("entry_time"),
            target -> assertThat(target).contains("entry_target"),
            key -> assertThat(key).contains("PRIMARY KEY"));
    assertThat(inSegment(1, "SELECT records FROM file")).isEqualTo(10);
    assertThat(inSegment(1, "SELECT first_micros FROM file")).isEqualTo(START);
    assertThat(inSegment(1, "SELECT last_micros FROM file")).isEqualTo(START + 9);
    assertThat(inSegment(1, "SELECT count(*) FROM pragma_integrity_check WHERE 1")).isEqualTo(1);
  }

  private void archiveAndSeal() throws Exception {
    try (Archiver archiver = machine.archiver(7, 1_000)) {
      archiver.drain();
      archiver.seal();
    }
  }

  private String plan(String condition) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (Connection segment = Sqlite.sealed(home.segment(1));
        Statement statement = segment.createStatement();
        ResultSet row =
            statement.executeQuery("EXPLAIN QUERY PLAN SELECT * FROM entry WHERE " + condition)) {
      while (row.next()) {
        plan.append(row.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }

  private long inSegment(long number, String sql) throws Exception {
    try (Connection segment = Sqlite.sealed(home.segment(number))) {
      return Sqlite.number(segment, sql);
    }
  }
}
