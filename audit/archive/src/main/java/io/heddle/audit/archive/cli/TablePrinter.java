package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that fits the terminal. The first rows wait, so that columns are as wide as their values;
 * a value is cut only if its row has no column of the terminal to spare.
 */
final class TablePrinter implements Printer {
  private static final int MOST_WAITING = 1_000;

  /** One long value must not move a column away from all other rows. */
  private static final int WIDEST_WITHOUT_LIMIT = 60;

  private static final String RESET = "\u001b[0m";

  private final PrintWriter out;
  private final List<Column> columns;
  private final Times times;
  private final int width;
  private final boolean colour;
  private final List<Row> waiting = new ArrayList<>();
  private int[] widths;

  private record Row(String[] cells, String paint) {}

  /**
   * @param columns from left to right
   * @param width the terminal's columns; 0 for no limit
   */
  TablePrinter(PrintWriter out, List<Column> columns, Times times, int width, boolean colour) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.times = times;
    this.width = width;
    this.colour = colour;
  }

  @Override
  public void begin() {
    waiting.add(
        new Row(columns.stream().map(column -> column.title(times)).toArray(String[]::new), ""));
  }

  @Override
  public void print(ArchivedOperation operation) {
    Row row =
        new Row(
            columns.stream().map(column -> column.text(operation, times)).toArray(String[]::new),
            colourOf(operation));
    if (widths == null && waiting.size() < MOST_WAITING) {
      waiting.add(row);
      return;
    }
    layOut(true);
    print(row);
  }

  @Override
  public void end(long count) {
    end(Counted.of(count, "operation"));
  }

  @Override
  public void endCut(Limit limit) {
    end(limit.cut("operation"));
  }

  private void end(String lastLine) {
    layOut(false);
    out.println(lastLine);
    out.flush();
  }

  @Override
  public void flush() {
    layOut(true);
    out.flush();
  }

  /**
   * Decides about the columns' widths, and prints what waits for them.
   *
   * @param isMoreToCome whether rows may follow whose values are not known yet
   */
  private void layOut(boolean isMoreToCome) {
    if (widths != null) {
      return;
    }
    int[] least = new int[columns.size()];
    int[] wanted = new int[columns.size()];
    for (int i = 0; i < wanted.length; i++) {
      Column column = columns.get(i);
      wanted[i] = isMoreToCome ? column.usualWidth() : 0;
      for (Row row : waiting) {
        wanted[i] = Math.max(wanted[i], row.cells()[i].length());
      }
      least[i] = column.isWhole() ? wanted[i] : Math.min(wanted[i], column.usualWidth());
      if (width == 0) {
        least[i] = Math.min(wanted[i], WIDEST_WITHOUT_LIMIT);
      }
    }
    widths = width == 0 ? least : ColumnWidths.share(least, wanted, width);
    waiting.forEach(this::print);
    waiting.clear();
  }

  private void print(Row row) {
    int[] rowWidths = widths(row.cells());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < rowWidths.length; i++) {
      String cell = Plain.fit(row.cells()[i], rowWidths[i]);
      String space = " ".repeat(rowWidths[i] - cell.length());
      line.append(i == 0 ? "" : " ".repeat(ColumnWidths.GAP));
      line.append(columns.get(i).isNumber() ? space + cell : cell + space);
    }
    String text = line.toString().stripTrailing();
    out.println(colour && !row.paint().isEmpty() ? row.paint() + text + RESET : text);
  }

  /** The columns' widths, and more for a cell that needs it if the row has room. */
  private int[] widths(String[] cells) {
    int[] least = widths.clone();
    int[] wanted = widths.clone();
    for (int i = 0; i < least.length; i++) {
      wanted[i] = Math.max(widths[i], cells[i].length());
      if (width == 0 || columns.get(i).isWhole()) {
        least[i] = wanted[i];
      } else if (i == least.length - 1) {
        least[i] = Math.min(widths[i], cells[i].length()); // behind it nothing stands in line
        wanted[i] = cells[i].length();
      }
    }
    return width == 0 ? least : ColumnWidths.share(least, wanted, width);
  }

  /** Red for what went wrong, yellow for what nobody knows. */
  private static String colourOf(ArchivedOperation operation) {
    return switch (operation.record().outcome()) {
      case ROLLED_BACK, FAILED -> "\u001b[31m";
      case UNKNOWN, PENDING -> "\u001b[33m";
      default -> "";
    };
  }
}
