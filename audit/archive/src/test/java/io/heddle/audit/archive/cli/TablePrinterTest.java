package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePrinterTest {
  private static final String LONG_TENANT = "a-tenant-with-a-name-of-38-characters-";
  private static final String LONG_STATEMENT = "PUT /" + "orders/".repeat(40);

  @TempDir private Path home;
  private int recorded;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80  | TIME (UTC) TENANT TYPE TARGET OUTCOME ROWS MS STATEMENT",
        "139 | TIME (UTC) TENANT TYPE TARGET OUTCOME ROWS MS STATEMENT",
        "140 | TIME (UTC) TENANT ACTOR TYPE TARGET OUTCOME ROWS MS STATEMENT",
        "170 | TIME (UTC) TENANT ACTOR TYPE TARGET OUTCOME ROWS MS ID STATEMENT",
        "200 | TIME (UTC) TENANT ACTOR TYPE TARGET OUTCOME ROWS MS ID TRACE STATEMENT",
        "0   | TIME (UTC) TENANT ACTOR TYPE TARGET OUTCOME ROWS MS ID TRACE STATEMENT",
      })
  void showsMoreColumnsWhereThereIsRoom(int width, String head) throws Exception {
    record("acme", "POST /orders");

    assertThat(table(width, Column.defaults(width)).get(0).replaceAll(" +", " ")).isEqualTo(head);
  }

  @Test
  void cutsNothingWhileTheTerminalHasColumnsToSpare() throws Exception {
    record(LONG_TENANT, "POST /orders");
    record("acme", "PUT /orders/4711");

    List<String> lines = table(130, Column.defaults(130));

    assertThat(lines.get(1)).contains(LONG_TENANT, "POST /orders");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(130));
    assertThat(lines.get(2).indexOf("PUT /orders/4711")).isEqualTo(lines.get(0).indexOf("STATEM"));
  }

  @Test
  void fillsTheTerminalBeforeItCuts() throws Exception {
    record(LONG_TENANT, LONG_STATEMENT);

    String line = table(160, Column.defaults(160)).get(1);

    assertThat(line).hasSize(160).contains(LONG_TENANT).endsWith("…");
  }

  @Test
  void givesARowItsOwnRoomWhereOthersLeaveNone() throws Exception {
    record("acme", LONG_STATEMENT);
    record(LONG_TENANT, "GET /");
    List<Column> columns = List.of(Column.TENANT, Column.ID, Column.STATEMENT);

    List<String> lines = table(80, columns);

    assertThat(lines.get(1)).hasSize(80).endsWith("…");
    assertThat(lines.get(2)).contains(LONG_TENANT, "GET /").doesNotContain("…");
  }

  @Test
  void hasNoLimitWhereThereIsNoTerminal() throws Exception {
    record(LONG_TENANT, LONG_STATEMENT);

    assertThat(table(0, Column.defaults(0)).get(1)).contains(LONG_TENANT).endsWith(LONG_STATEMENT);
  }

  @Test
  void neverCutsAnId() throws Exception {
    record(LONG_TENANT, LONG_STATEMENT);
    String id = operations().get(0).id().toString();
    String trace = operations().get(0).traceId();

    List<Column> columns = List.of(Column.ID, Column.TRACE, Column.TENANT, Column.STATEMENT);
    assertThat(table(60, columns).get(1)).startsWith(id + "  " + trace + "  ");
  }

  /** What follows is not known yet when a tail shows its first rows. */
  @Test
  void keepsRoomForWhatIsStillToCome() throws Exception {
    record("acme", "POST /orders");
    record("a-longer-tenant", "PUT /orders/4711");
    StringWriter out = new StringWriter();
    TablePrinter printer =
        new TablePrinter(new PrintWriter(out), Column.defaults(120), Times.UTC, 120, false);
    printer.begin();
    printer.flush();
    operations().forEach(printer::print);
    printer.flush();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).indexOf("POST")).isEqualTo(lines.get(0).indexOf("STATEMENT"));
    assertThat(lines.get(2).indexOf("PUT")).isEqualTo(lines.get(0).indexOf("STATEMENT"));
  }

  private void record(String tenant, String statement) throws Exception {
    recorded++;
    try (SpoolWriter writer = new Machine(home).boot(recorded)) {
      Machine.append(writer, request(tenant, START + recorded).saying("/orders", statement, ""));
    }
  }

  private List<String> table(int width, List<Column> columns) throws Exception {
    StringWriter out = new StringWriter();
    TablePrinter printer = new TablePrinter(new PrintWriter(out), columns, Times.UTC, width, false);
    printer.begin();
    List<ArchivedOperation> operations = operations();
    operations.forEach(printer::print);
    printer.end(operations.size());
    return out.toString().lines().toList();
  }

  /** In the order in which they were recorded. */
  private List<ArchivedOperation> operations() throws Exception {
    Machine machine = new Machine(home);
    machine.archive();
    return machine.all();
  }
}
