package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.CanonicalValue;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import io.heddle.audit.spool.row.RowFingerprints.Row;
import io.heddle.audit.spool.row.UnknownRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table beside what an agent has recorded of it. */
class RecordedFingerprintTest {
  private static final byte[] NONE = {};

  @TempDir private Path home;
  private String url;
  private SpoolWriter spool;
  private long at = START;

  @BeforeEach
  void begin() throws Exception {
    url = "jdbc:h2:" + home.resolve("shop");
    sql("CREATE TABLE orders (id BIGINT PRIMARY KEY, item VARCHAR, amount INT, at DATE)");
    spool = new Machine(home).boot(1);
  }

  @AfterEach
  void end() {
    spool.close();
  }

  @Test
  void aRowIsAsItWasWrittenLast() throws Exception {
    insert(1, "a", 1);
    insert(2, "b", 2);
    record(OperationType.UPDATE, Change.UPDATED, Map.of("id", 2), Map.of("item", "c", "amount", 3));
    sql("INSERT INTO orders VALUES (1, 'a', 1, NULL), (2, 'c', 3, NULL)");
    assertThat(compare(0)).containsExactly("as recorded: 2", "rows recorded: 3");
    sql("UPDATE orders SET item = 'b', amount = 2 WHERE id = 2");
    assertThat(compare(4)).contains("not as recorded      id=2");
  }

  @Test
  void whatAnUpdateSetIsComparedAndTheRestIsSaidToBeLeft() throws Exception {
    insert(1, "a", 1);
    record(OperationType.UPDATE, Change.UPDATED, Map.of("id", 1), Map.of("amount", 2));
    sql("INSERT INTO orders VALUES (1, 'a', 2, NULL)");
    assertThat(compare(0)).contains("as recorded in part: 1");
    sql("UPDATE orders SET amount = 1");
    assertThat(compare(4)).contains("not as recorded: 1");
  }

  @Test
  void aDeletedRowIsGoneAndOneThatCameBackIsNotAsRecorded() throws Exception {
    insert(1, "a", 1);
    record(OperationType.DELETE, Change.DELETED, Map.of("id", 1), Map.of());
    assertThat(compare(0)).containsExactly("as recorded: 0", "rows recorded: 2");
    sql("INSERT INTO orders VALUES (1, 'a', 1, NULL)");
    assertThat(compare(4)).contains("not as recorded      id=1");
    insert(1, "a", 1);
    assertThat(compare(0)).contains("as recorded: 1");
  }

  @Test
  void whatWasRolledBackWasNotWritten() throws Exception {
    insert(1, "a", 1);
    record(
        OperationType.UPDATE,
        Outcome.ROLLED_BACK,
        field(Change.UPDATED, Map.of("id", 1), Map.of("amount", 2)));
    sql("INSERT INTO orders VALUES (1, 'a', 1, NULL)");
    assertThat(compare(0)).contains("as recorded: 1");
  }

  @Test
  void whatNobodyKnowsIsNotADifference() throws Exception {
    insert(1, "a", 1);
    insert(3, "a", 1);
    record(OperationType.UPDATE, Outcome.COMMITTED, UnknownRows.STATEMENT.value());
    insert(2, "b", 2);
    sql("INSERT INTO orders VALUES (1, 'a', 99, NULL), (2, 'b', 2, NULL)");
    assertThat(compare(0))
        .contains("unclear              id=1", "unclear: 2", "as recorded: 1")
        .contains("writes of unknown rows: 1");
    sql("UPDATE orders SET amount = 3 WHERE id = 2");
    assertThat(compare(4)).as("written behind it").contains("not as recorded      id=2");
  }

  @Test
  void anOutcomeInDoubtIsNeitherAWriteNorNone() throws Exception {
    insert(1, "a", 1);
    record(
        OperationType.UPDATE,
        Outcome.UNKNOWN,
        field(Change.UPDATED, Map.of("id", 1), Map.of("item", "a", "amount", 2)));
    sql("INSERT INTO orders VALUES (1, 'a', 2, NULL)");
    assertThat(compare(0)).contains("unclear: 1");
  }

  @Test
  void aValueOfAnotherKindIsNotADifferenceEither() throws Exception {
    record(
        OperationType.CREATE,
        Change.INSERTED,
        Map.of("id", 1),
        Map.of("item", "a", "at", "2026-11-21"));
    sql("INSERT INTO orders VALUES (1, 'a', 1, '2026-11-21')");
    assertThat(compare(0)).contains("unclear: 1");
  }

  @Test
  void aRowWithoutAKeyIsFoundByWhatItHolds() throws Exception {
    record(OperationType.CREATE, Change.INSERTED, Map.of(), Map.of("item", "a", "amount", 1));
    record(OperationType.CREATE, Change.INSERTED, Map.of(), Map.of("item", "a", "amount", 1));
    sql("INSERT INTO orders VALUES (1, 'a', 1, NULL), (2, 'a', 1, NULL)");
    assertThat(compare(0)).contains("as recorded: 2");
    sql("INSERT INTO orders VALUES (3, 'a', 1, NULL)");
    assertThat(compare(4)).contains("never recorded: 1");
  }

  @Test
  void namesTheRecordOfARowThatIsGone() throws Exception {
    insert(1, "a", 1);
    assertThat(compare(4))
        .anyMatch(line -> line.startsWith("recorded, but gone   record at-"))
        .contains("recorded, but gone: 1");
  }

  @Test
  void onlyTheServiceAndTenantsThatAreNamedCount() throws Exception {
    insert(1, "a", 1);
    assertThat(compare(4, "--service", "orders", "--tenant", "acme")).hasSize(4);
    assertThat(compare(0, "--service", "other")).contains("rows recorded: 0");
    assertThat(compare(0, "--tenant", "other")).contains("rows recorded: 0");
  }

  @Test
  void saysWhichOptionsDoNotGoTogether() {
    assertThat(run("--recorded", "--against", "x").err()).contains("--recorded goes with none of");
    assertThat(run("--service", "x").err()).contains("go with --recorded");
  }

  private void insert(int id, String item, int amount) {
    record(
        OperationType.CREATE,
        Change.INSERTED,
        Map.of("id", id),
        Map.of("item", item, "amount", amount));
  }

  private void record(
      OperationType type, Change change, Map<String, Object> key, Map<String, Object> others) {
    record(type, Outcome.COMMITTED, field(change, key, others));
  }

  private void record(OperationType type, Outcome outcome, byte[] field) {
    spool.append(
        SampleOperation.insertBy("acme")
            .of(Layer.JDBC, type, outcome)
            .by("acme", "alice")
            .in(1, 1, ++at)
            .at(at, 1_000)
            .saying("public.ORDERS", "…", "")
            .with(OperationExtras.with(NONE, OperationExtras.ROW_FINGERPRINT, field)));
  }

  private static byte[] field(Change change, Map<String, Object> key, Map<String, Object> others) {
    List<Cell> keyCells = cells(key);
    byte[] row =
        change == Change.DELETED
            ? NONE
            : CanonicalRow.fingerprint("orders", keyCells, cells(others));
    byte[] keyPrint =
        key.isEmpty() ? NONE : CanonicalRow.sha256(CanonicalRow.key("orders", keyCells));
    return new RowFingerprints(
            null, change, false, columns(key), columns(others), List.of(new Row(keyPrint, row)))
        .value();
  }

  private static List<Cell> cells(Map<String, Object> values) {
    List<Cell> cells = new ArrayList<>();
    new TreeMap<>(values)
        .forEach((name, value) -> cells.add(new Cell(name, CanonicalValue.of(value))));
    return cells;
  }

  private static List<Column> columns(Map<String, Object> values) {
    List<Column> columns = new ArrayList<>();
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                columns.add(new Column(name, value instanceof String ? Kind.TEXT : Kind.NUMBER)));
    return columns;
  }

  private List<String> compare(int exitCode, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--recorded");
    CommandRun run = run(options.toArray(String[]::new));
    assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isEqualTo(exitCode);
    return run.lines();
  }

  private CommandRun run(String... options) {
    List<String> all =
        new ArrayList<>(List.of("fingerprint", "--jdbc-url", url, "--table", "orders"));
    all.addAll(List.of(options));
    return CommandRun.of(home, all.toArray(String[]::new));
  }

  private void sql(String statement) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
