package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ViewColumn;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heddle audit schema}. */
@Command(
    name = "schema",
    description = {
      "List the columns of the view operation, which query --sql asks: name, type, unit, meaning.",
      "",
      "The view holds the operations of the whole archive that the other options of query ask for."
          + " It needs no archive to be listed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  heddle audit schema",
      "  heddle audit schema --format json",
      "  heddle audit query --sql 'SELECT target, sum(rows) FROM operation GROUP BY 1'"
    })
final class SchemaCommand implements Callable<Integer> {
  private static final int NAME_WIDTH = 16;
  private static final int TYPE_WIDTH = 9;
  private static final int UNIT_WIDTH = 31;
  private static final int LEAST_MEANING_WIDTH = 30;

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Override
  public Integer call() {
    if (output.isTable()) {
      printTable();
    } else {
      printRows();
    }
    return 0;
  }

  /** Meanings are sentences: they are wrapped, where other tables cut. */
  private void printTable() {
    int others = NAME_WIDTH + TYPE_WIDTH + UNIT_WIDTH;
    int meaning = Math.max(LEAST_MEANING_WIDTH, spec.usageMessage().width() - others);
    TextTable table =
        TextTable.forColumns(
            spec.commandLine().getColorScheme(),
            new Column(NAME_WIDTH, 0, Overflow.TRUNCATE),
            new Column(TYPE_WIDTH, 0, Overflow.TRUNCATE),
            new Column(UNIT_WIDTH, 0, Overflow.TRUNCATE),
            new Column(meaning, 0, Overflow.WRAP));
    table.addRowValues("name", "type", "unit", "meaning");
    for (ViewColumn column : ViewColumn.values()) {
      table.addRowValues(column.label(), column.type().name(), column.unit(), column.meaning());
    }
    output.out().println("view " + ViewColumn.VIEW);
    output.out().print(table);
    output.out().flush();
  }

  private void printRows() {
    RowPrinter rows = output.rows();
    rows.columns(List.of("view", "name", "type", "unit", "meaning"));
    for (ViewColumn column : ViewColumn.values()) {
      rows.row(
          Arrays.asList(
              ViewColumn.VIEW,
              column.label(),
              column.type().name(),
              column.unit().isEmpty() ? null : column.unit(),
              column.meaning()));
    }
    rows.end();
  }
}
