package io.heddle.audit.archive;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiverTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void newMachine() {
    machine = new Machine(home);
  }

  @Test
  void archivesEveryFieldAsItWasCaptured() throws Exception {
    SampleOperation captured =
        request("größe-\u0000-😀", START)
            .saying("t'); DROP TABLE entry --", "PUT /a\r\n\u001b[31m", "x".repeat(512))
            .with(OperationExtras.with(new byte[0], 77, new byte[] {1, 2, 3}));
    try (SpoolWriter writer = machine.boot(1)) {
      Machine.append(writer, captured);
    }
    machine.archive();
    ArchivedOperation found = machine.all().get(0);
    assertThat(found.node()).isEqualTo("node");
    assertThat(found.service()).isEqualTo("orders");
    assertThat(found.record())
        .usingRecursiveComparison()
        .comparingOnlyFields(
            "layer",
            "operationType",
            "outcome",
            "tenant",
            "actor",
            "traceIdHigh",
            "traceIdLow",
            "spanId",
            "startEpochMicros",
            "durationNanos",
            "target",
            "statement",
            "rows",
            "status",
            "error",
            "transaction",
            "ordinal")
        .isEqualTo(captured);
    assertThat(found.record().extras()).isEqualTo(OperationExtras.of(captured.extras()));
  }

  @ParameterizedTest(name = "{0} records a batch")
  @ValueSource(ints = {1, 2, 3, 1_000})
  void decidesTransactionsWithTheirSavepointsWhereverABatchEnds(int batch) throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int ordinal = 0; ordinal < 4; ordinal++) {
        writer.append(write("a", 1, ordinal));
        writer.append(write("b", 2, ordinal));
      }
      writer.appendOutcome(1, 2, 4, Outcome.ROLLED_BACK, START); // to a savepoint
      writer.append(write("a", 1, 4));
      writer.appendOutcome(1, 0, 5, Outcome.COMMITTED, START);
      writer.appendOutcome(2, 0, 4, Outcome.ROLLED_BACK, START);
      try (Archiver archiver = machine.archiver(batch, 1_000)) {
        archiver.drain();
      }
      assertThat(machine.outcomes())
          .containsExactly(
              Outcome.COMMITTED,
              Outcome.COMMITTED,
              Outcome.ROLLED_BACK,
              Outcome.ROLLED_BACK,
              Outcome.COMMITTED,
              Outcome.ROLLED_BACK,
              Outcome.ROLLED_BACK,
              Outcome.ROLLED_BACK,
              Outcome.ROLLED_BACK);
    }
  }

  @Test
  void decidesAcrossARestart() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(write("a", 1, 0));
      machine.archive();
      assertThat(machine.outcomes()).containsExactly(Outcome.PENDING);
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      machine.archive();
      assertThat(machine.outcomes()).containsExactly(Outcome.COMMITTED);
    }
  }

  @Test
  void saysUnknownOnceTheWriterIsDeadAndAllItWroteIsRead() throws Exception {
    SpoolWriter writer = machine.boot(1);
    writer.append(write("a", 1, 0));
    writer.append(write("a", 2, 0));
    machine.archive();
    writer.appendOutcome(2, 0, 1, Outcome.COMMITTED, START);
    writer.close();
    assertThat(machine.outcomes()).containsExactly(Outcome.PENDING, Outcome.PENDING);
    machine.archive();
    assertThat(machine.outcomes()).containsExactly(Outcome.UNKNOWN, Outcome.COMMITTED);
    assertThat(home.resolve("spool/node")).isEmptyDirectory();
    assertThat(machine.events())
        .anyMatch(event -> event.contains("1 operations: the process died"));
  }

  @Test
  void archivesNothingTwiceWhenItIsOpenedAgain() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 500; i++) {
        Machine.append(writer, request("a", START + i));
        if (i % 100 == 0) {
          machine.archive();
        }
      }
      machine.archive();
      assertThat(machine.archive().recordsArchived()).isZero();
    }
    assertThat(machine.all()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void passesOverWhatItReadsTwiceAndKeepsOutAnotherContent() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(write("a", 1, 0));
      writer.append(request("b", START));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      machine.archive();
      try (Connection hot = hot();
          Statement statement = hot.createStatement()) {
        statement.execute("UPDATE log SET segment = 0, position = 512, next_seq = 1");
        statement.execute("UPDATE entry SET status = 999 WHERE txn = 0"); // tampered with
      }
      ArchiverProgress progress = machine.archive();
      assertThat(progress.duplicates()).isEqualTo(1);
      assertThat(progress.conflicts()).isEqualTo(1);
      assertThat(progress.recordsArchived()).isZero();
      assertThat(machine.events()).anyMatch(event -> event.contains("a key that is taken"));
      assertThat(machine.all()).hasSize(2).anyMatch(found -> found.record().status() == 999);
      assertThat(number("SELECT count(*) FROM incident WHERE kind = 'CONFLICT'")).isEqualTo(1);
    }
  }

  @Test
  void recordsWhatTheAgentSaysItLost() throws Exception {
    SpoolWriter writer = machine.boot(1);
    writer.lost(LossReason.BUDGET, 42);
    writer.shuttingDown();
    writer.close();
    assertThat(machine.archive().recordsLost()).isEqualTo(42);
    assertThat(number("SELECT sum(records) FROM incident WHERE kind = 'LOSS'")).isEqualTo(42);
  }

  @Test
  void recordsDamageAndReadsOnBehindIt() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 10; i++) {
        writer.append(request("tenant-" + i, START + i));
      }
    }
    Path segment;
    try (Stream<Path> files = Files.walk(home.resolve("spool"))) {
      segment = files.filter(file -> file.toString().endsWith(".spool")).sorted().toList().get(0);
    }
    byte[] bytes = Files.readAllBytes(segment);
    int at = new String(bytes, ISO_8859_1).indexOf("tenant-5");
    bytes[at] ^= 1;
    Files.write(segment, bytes);
    ArchiverProgress progress = machine.archive();
    assertThat(progress.damages()).isEqualTo(1);
    assertThat(machine.all()).hasSize(9);
    assertThat(number("SELECT sum(records) FROM incident WHERE kind = 'DAMAGE'")).isEqualTo(1);
  }

  @Test
  void takesWhatNoAgentShouldEverWrite() throws Exception {
    SampleOperation odd =
        SampleOperation.insertBy("")
            .of(Layer.AGENT, OperationType.OTHER, Outcome.PENDING)
            .in(-1, Long.MIN_VALUE, 0)
            .at(Long.MIN_VALUE, -5)
            .saying("", "", "")
            .answering(Long.MIN_VALUE, -1)
            .within(-7, Integer.MIN_VALUE)
            .with(new byte[] {99, 0, 0});
    try (SpoolWriter writer = machine.boot(-1)) {
      writer.append(odd);
      writer.appendOutcome(-7, Integer.MIN_VALUE, Integer.MAX_VALUE, Outcome.FAILED, -1);
    }
    machine.archive();
    assertThat(machine.outcomes()).containsExactly(Outcome.FAILED);
    String id = machine.all().get(0).id().toString();
    assertThat(machine.answers(AuditQuery.trace(id))).hasSize(1);
  }

  @Test
  void leavesTheFolderOfAJvmThatIsJustStarting() throws Exception {
    Path boot = Files.createDirectories(home.resolve("spool/node/0000000000000001"));
    machine.archive();
    assertThat(boot).exists();
    Files.delete(boot);
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(request("a", START));
      machine.archive();
    }
    assertThat(machine.all()).hasSize(1);
  }

  @Test
  void doesNotLetOneUnreadableLogKeepTheOthersWaiting() throws Exception {
    Path bad = Files.createDirectories(home.resolve("spool/a-node/0000000000000001"));
    Files.createDirectory(bad.resolve("0000000000000000.spool")); // a folder in a file's place
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(request("a", START));
      try (Archiver archiver = machine.archiver(10, 10)) {
        assertThatThrownBy(archiver::drain)
            .isInstanceOf(ArchiveException.class)
            .hasMessageContaining(bad.toString());
        assertThat(archiver.progress().recordsArchived()).isEqualTo(1);
      }
    }
    assertThat(machine.all()).hasSize(1);
  }

  @Test
  void removesSpoolThatIsArchivedEvenWhileSomebodyReadsForLong() throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      Machine.append(writer, request("a", START));
      machine.archive();
      try (Connection reader = hot();
          Statement statement = reader.createStatement()) {
        statement.execute("BEGIN");
        statement.executeQuery("SELECT count(*) FROM entry").close();
        for (int i = 0; i < 3_000; i++) {
          Machine.append(writer, request("a", START + i));
        }
        machine.archive();
        statement.execute("COMMIT");
      }
      try (Stream<Path> files = Files.list(writer.directory())) {
        assertThat(files.filter(file -> file.toString().endsWith(".spool")).count())
            .isLessThanOrEqualTo(3);
      }
    }
  }

  private Connection hot() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("archive/hot.db"));
  }

  private long number(String sql) throws Exception {
    try (Connection hot = hot();
        Statement statement = hot.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
