package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.query.ArchiveSql;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of schema 1, which had no ledger, and of schema 2, which had no extras, go on. */
class OlderArchiveTest {
  /** Before there were extras. */
  private static final String VIEW =
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
      """;

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
            + " row_count, status, error_id, txn, ordinal, truncated, pending, extra FROM entry");
    assertThat(verify().counts()).containsKey(Kind.INSERTED);
  }

  @Test
  void ofSchema2IsMigratedAndStaysSoundWithItsLedger() throws Exception {
    ArchiveHome home = new ArchiveHome(folder);
    Machine machine = new Machine(folder);
    byte[] extras = OperationExtras.with(new byte[0], 99, new byte[] {1});
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 20; i++) {
        Machine.append(writer, request("hot-" + i, START + i));
      }
      Machine.append(writer, write("open", 1, 0));
      machine.archive();
      change(
          home.hot(),
          "DROP VIEW operation",
          "ALTER TABLE entry DROP COLUMN extra",
          VIEW,
          "PRAGMA user_version = 2");

      assertThat(machine.all()).as("read as it is").hasSize(21);
      assertThat(verify().isSound()).as("verified as it is").isTrue();
      String id = machine.all().get(3).id().toString();
      assertThat(new Prover(folder).prove(AuditTraceId.parse(id))).isPresent();

      Machine.append(writer, request("new", START + 200).with(extras));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      try (Archiver archiver = machine.archiver(100, 100)) {
        archiver.drain();
        archiver.seal();
      }
    }
    assertThat(machine.all().get(20).record().extras()).isEqualTo(OperationExtras.of(extras));
    Report report = verify();
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.counts()).isEmpty();
  }

  @Test
  void aSegmentOfSchema2IsReadBesideOnesOfThisVersion() throws Exception {
    ArchiveHome home = new ArchiveHome(folder);
    Machine machine = new Machine(folder);
    byte[] extras = OperationExtras.with(new byte[0], 99, new byte[] {1});
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(100, 100)) {
      Machine.append(writer, request("old", START));
      archiver.drain();
      archiver.seal();
      change(
          home.segment(1),
          "DROP VIEW operation",
          "ALTER TABLE entry DROP COLUMN extra",
          VIEW,
          "PRAGMA user_version = 2");
      Machine.append(writer, request("new", START + 1).with(extras));
      archiver.drain();
      archiver.seal();
    }
    assertThat(machine.all())
        .extracting(one -> one.record().extras())
        .containsExactly(OperationExtras.NONE, OperationExtras.of(extras));
    assertThat(machine.answers(AuditQuery.all(0).begunBy(List.of("acme")))).isEmpty();
    List<Object> answer = new ArrayList<>();
    new ArchiveSql(folder, 10_000)
        .ask(
            AuditQuery.all(0),
            "SELECT extras FROM operation ORDER BY start_micros",
            new ArchiveSql.Rows() {
              @Override
              public void columns(List<String> names) {
                assertThat(names).containsExactly("extras");
              }

              @Override
              public boolean take(List<Object> values) {
                return answer.add(values.get(0));
              }
            });
    assertThat(answer).containsExactly(null, "{\"tag_99\":\"01\"}");
    try (ArchiveFile segment = SealedFile.open(home.segment(1), "segment")) {
      List<String> rows = new ArrayList<>();
      segment.scan(
          new ArchiveFile.Sink() {
            @Override
            public void row(Row row) {
              rows.add(row.seq() + " " + row.extra().length + " " + row.wasPending());
            }

            @Override
            public void event(long log, long seq, byte[] body) {}
          });
      assertThat(rows).containsExactly("2 0 false");
    }
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
        "ALTER TABLE entry DROP COLUMN extra",
        "ALTER TABLE entry DROP COLUMN pending",
        VIEW,
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
