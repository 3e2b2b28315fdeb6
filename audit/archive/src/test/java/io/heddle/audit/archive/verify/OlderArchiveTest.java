package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of schema 1, which had no ledger, goes on with one. */
class OlderArchiveTest {
  @TempDir private Path folder;

  @Test
  void isMigratedAndProtectedFromThenOn() throws Exception {
    ArchiveHome home = new ArchiveHome(folder);
    Machine machine = new Machine(folder);
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 20; i++) {
        Machine.append(writer, request("old-" + i, START + i));
      }
      Machine.append(writer, write("open", 1, 0));
      try (Archiver archiver = machine.archiver(100, 100)) {
        archiver.drain();
        archiver.seal();
      }
      for (int i = 0; i < 10; i++) {
        Machine.append(writer, request("hot-" + i, START + 100 + i));
      }
      machine.archive();
      makeOlder(home);
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      Machine.append(writer, request("new", START + 200));
      machine.archive();
    }
    machine.archive();

    assertThat(machine.all()).hasSize(32);
    assertThat(machine.outcomes()).doesNotContain(Outcome.PENDING, Outcome.UNKNOWN);
    Report report = verify();
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.counts()).isEqualTo(Map.of(Kind.BEFORE_LEDGER, 31L));

    try (Archiver archiver = machine.archiver(100, 100)) {
      archiver.seal();
    }
    assertThat(verify().isSound()).as(report.toString()).isTrue();
    change(home.segment(1), "UPDATE entry SET status = 1 WHERE seq = 5");
    assertThat(verify().counts()).containsKey(Kind.SEGMENT);
  }

  @Test
  void nothingIsSlippedInAsOlder() throws Exception {
    ArchiveHome home = new ArchiveHome(folder);
    Machine machine = new Machine(folder);
    try (SpoolWriter writer = machine.boot(1)) {
      Machine.append(writer, request("old", START));
      machine.archive();
      makeOlder(home);
      Machine.append(writer, request("new", START));
      machine.archive();
    }
    change(
        home.hot(),
        "INSERT INTO log (id, node, boot, segment, position, next_seq) VALUES (9, 'x', 9, 0, 0, 2)",
        "INSERT INTO entry SELECT 9, seq, start_micros, tenant_id, target_id, trace_high,"
            + " trace_low, span, layer, type, outcome, duration_nanos, actor_id, statement_id,"
            + " row_count, status, error_id, txn, ordinal, truncated, pending FROM entry");
    assertThat(verify().counts()).containsKey(Kind.INSERTED);
  }

  private Report verify() throws Exception {
    return Verifier.verify(folder, List.of(), null, Progress.NONE);
  }

  /** Takes away what version 1 did not have. */
  private static void makeOlder(ArchiveHome home) throws Exception {
    for (long number : home.segments()) {
      makeOlder(home.segment(number));
    }
    makeOlder(home.hot());
    delete(home.tlog());
    delete(home.path().resolve("keys"));
  }

  private static void makeOlder(Path file) throws Exception {
    change(
        file,
        "DROP TABLE event",
        "DROP TABLE span",
        "DROP VIEW operation",
        "ALTER TABLE entry DROP COLUMN pending",
        """
        CREATE VIEW operation AS
        SELECT e.log, e.seq, e.layer, e.type, e.outcome, tenant.value AS tenant,
          actor.value AS actor, e.trace_high, e.trace_low, e.span, e.start_micros,
          e.duration_nanos, target.value AS target, statement.value AS statement, e.row_count,
          e.status, error.value AS error, e.txn, e.ordinal, e.truncated, e.tenant_id,
          e.target_id, e.actor_id
        FROM entry e
          CROSS JOIN text tenant ON tenant.id = e.tenant_id
          CROSS JOIN text actor ON actor.id = e.actor_id
          CROSS JOIN text target ON target.id = e.target_id
          CROSS JOIN text statement ON statement.id = e.statement_id
          CROSS JOIN text error ON error.id = e.error_id
        """,
        "PRAGMA user_version = 1");
  }

  private static void change(Path file, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void delete(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
