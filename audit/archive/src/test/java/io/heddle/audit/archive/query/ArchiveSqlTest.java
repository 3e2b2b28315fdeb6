package io.heddle.audit.archive.query;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.store.SyntheticArchive;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveSqlTest {
  @TempDir private Path home;
  private Machine machine;

  /** Nine requests in three segments, and one in the hot file beside a rolled-back write. */
  @BeforeEach
  void sealThree() throws Exception {
    machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(0xb007);
        Archiver archiver = machine.archiver(100, 1_000)) {
      for (int i = 0; i < 9; i++) {
        Machine.append(writer, request("o'neil-" + i % 3, START + i * 1_000_000L));
        if (i % 3 == 2) {
          archiver.drain();
          archiver.seal();
        }
      }
      Machine.append(writer, request("late", START + 9_000_000));
      Machine.append(writer, write("late", 1, 0));
      writer.appendOutcome(1, 0, 1, Outcome.ROLLED_BACK, START);
      archiver.drain();
    }
  }

  @Test
  void asksTheHotFileAndEverySegmentAtOnce() throws Exception {
    assertThat(ask("SELECT tenant, count(*) FROM operation GROUP BY tenant ORDER BY 2 DESC, 1"))
        .containsExactly(
            List.of("o'neil-0", 3),
            List.of("o'neil-1", 3),
            List.of("o'neil-2", 3),
            List.of("late", 2));
    assertThat(ask("SELECT outcome FROM operation WHERE layer = 'JDBC'"))
        .containsExactly(List.of("ROLLED_BACK"));
  }

  @Test
  void showsEveryColumnAsTheOtherFormatsDo() throws Exception {
    ArchivedOperation first = machine.all().get(0);
    List<Object> row =
        ask("SELECT id, time, tenant, trace_id, span_id, boot, type, rows FROM operation"
                + " ORDER BY start_micros LIMIT 1")
            .get(0);
    assertThat(row)
        .containsExactly(
            first.id().toString(),
            "2026-11-21T02:17:00.000000Z",
            "o'neil-0",
            first.traceId(),
            first.spanId(),
            "b007",
            "CREATE",
            null);
  }

  @Test
  void theViewHoldsWhatTheFilterAsksFor() throws Exception {
    AuditQuery filter =
        new AuditQuery(
            List.of("o'neil-1"),
            "",
            START,
            START + 5_000_000,
            Set.of(),
            Set.of(),
            Set.of(),
            "/ord*",
            "alice",
            true,
            0);
    assertThat(ask(filter, "SELECT count(*) FROM operation")).containsExactly(List.of(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DELETE FROM operation | 'delete' does not ask, expected SELECT",
        "PRAGMA query_only = OFF | 'pragma' does not ask",
        "ATTACH '/tmp/x' AS x | 'attach' does not ask",
        "SELECT 1; DROP TABLE hot.entry | several statements",
        "/* SELECT */ UPDATE hot.entry SET seq = 1 | 'update' does not ask",
        "-- nothing | no statement",
        "WITH x AS (SELECT 1) DELETE FROM hot.entry | does not return results",
        "WITH x AS (SELECT 1) DELETE FROM hot.entry RETURNING seq | readonly",
        "WITH x AS (SELECT 1) INSERT INTO hot.text SELECT 1, 'x' RETURNING id | readonly",
        "SELECT colour FROM operation | no such column: colour",
        "SELEC 1 | 'selec' does not ask",
        "SELECT load_extension('x') | not authorized",
      })
  void refusesWhatDoesNotAskAndChangesNothing(String sql, String why) throws Exception {
    List<ArchivedOperation> before = machine.all();
    assertThatThrownBy(() -> ask(sql))
        .isInstanceOf(ArchiveSql.BadSqlException.class)
        .hasMessageContaining(why);
    assertThat(machine.all()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';' FROM operation LIMIT 1;",
        "-- of all\nSELECT 1 /* ; */ LIMIT 1",
        "VALUES (1)",
        "WITH n AS (SELECT 1) SELECT * FROM n",
        "(\"select\")"
      })
  void letsPassWhatAsks(String sql) throws Exception {
    if (sql.startsWith("(")) {
      assertThatThrownBy(() -> ask(sql)).isInstanceOf(ArchiveSql.BadSqlException.class);
    } else {
      assertThat(ask(sql)).hasSize(1);
    }
  }

  @Test
  void endsAQuestionThatTakesTooLong() {
    String endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    assertThatThrownBy(
            () -> new ArchiveSql(home, 50).ask(AuditQuery.all(0), endless, new Collected()))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("no answer within 0.05 s");
  }

  @Test
  void looksAtAsManySegmentsAsSqliteLetsItAndSaysWhenThereAreMore() throws Exception {
    Path many = Files.createDirectory(home.resolve("many"));
    SyntheticArchive.make(new ArchiveHome(many), ArchiveSql.MOST_FILES, 3);
    ArchiveSql sql = new ArchiveSql(many, 10_000);

    assertThatThrownBy(() -> sql.ask(AuditQuery.all(0), "SELECT 1", new Collected()))
        .hasMessageContaining("125 segments may hold an answer")
        .hasMessageContaining("narrow the time with --since");
    Collected all = new Collected();
    AuditQuery allButTheFirst =
        AuditQuery.all(0).between(START + SyntheticArchive.HOUR_MICROS, Long.MAX_VALUE);
    sql.ask(allButTheFirst, "SELECT count(*) FROM operation", all);
    assertThat(all.rows).containsExactly(List.of(3 * (ArchiveSql.MOST_FILES - 1)));
  }

  @Test
  void seesEveryRecordOnceWhileTheArchiverSeals() throws Exception {
    try (SpoolWriter writer = machine.boot(2);
        Archiver archiver = machine.archiver(10, 1_000)) {
      Thread sealing =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 40; i++) {
                    Machine.append(writer, request("new", START + i));
                    archiver.drain();
                    archiver.seal();
                  }
                } catch (Exception failure) {
                  machine.events().add(failure.toString());
                }
              });
      sealing.start();
      int before = 11;
      while (sealing.isAlive()) {
        int count = (int) ask("SELECT count(DISTINCT boot || seq) FROM operation").get(0).get(0);
        int all = (int) ask("SELECT count(*) FROM operation").get(0).get(0);
        assertThat(count).isGreaterThanOrEqualTo(before);
        assertThat(all).isGreaterThanOrEqualTo(count);
        before = all;
      }
      sealing.join();
      assertThat(machine.events()).noneMatch(event -> event.contains("Exception"));
      assertThat(ask("SELECT count(*), count(DISTINCT boot || '-' || seq) FROM operation"))
          .containsExactly(List.of(51, 51));
    }
  }

  @Test
  void countsAsLookingAtEveryRecordWould() throws Exception {
    try (ArchiveReader reader = new ArchiveReader(home)) {
      assertThat(reader.count(AuditQuery.all(0), List.of(Dimension.TENANT, Dimension.OUTCOME)))
          .containsExactly(
              new Group(List.of("o'neil-0", "SUCCEEDED"), 3),
              new Group(List.of("o'neil-1", "SUCCEEDED"), 3),
              new Group(List.of("o'neil-2", "SUCCEEDED"), 3),
              new Group(List.of("late", "ROLLED_BACK"), 1),
              new Group(List.of("late", "SUCCEEDED"), 1));
      assertThat(reader.count(AuditQuery.all(0), List.of(Dimension.DAY)))
          .containsExactly(new Group(List.of("2026-11-21"), 11));
      assertThat(reader.count(AuditQuery.all(0), List.of(Dimension.HOUR, Dimension.SERVICE)))
          .containsExactly(new Group(List.of("2026-11-21T02:00:00Z", "orders"), 11));
      for (Dimension dimension : Dimension.values()) {
        assertThat(reader.count(AuditQuery.all(0), List.of(dimension)))
            .as(dimension.name())
            .satisfies(
                groups -> assertThat(groups.stream().mapToLong(Group::count).sum()).isEqualTo(11));
      }
      String id = machine.all().get(4).id().toString();
      assertThat(reader.count(AuditQuery.trace(id), List.of(Dimension.TENANT)))
          .extracting(Group::count)
          .containsExactly(1L);
    }
  }

  private List<List<Object>> ask(String sql) throws Exception {
    return ask(AuditQuery.all(0), sql);
  }

  private List<List<Object>> ask(AuditQuery filter, String sql) throws Exception {
    Collected collected = new Collected();
    new ArchiveSql(home, 10_000).ask(filter, sql, collected);
    return collected.rows;
  }

  private static final class Collected implements ArchiveSql.Rows {
    private final List<List<Object>> rows = new ArrayList<>();

    @Override
    public void columns(List<String> names) {}

    @Override
    public boolean take(List<Object> values) {
      return rows.add(values);
    }
  }
}
