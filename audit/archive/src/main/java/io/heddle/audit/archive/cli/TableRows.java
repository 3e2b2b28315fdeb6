package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table whose columns are as wide as their widest value; it waits for the last row. A value is
 * cut only if it is long and the terminal has no column to spare.
 */
final class TableRows implements RowPrinter {
  private static final int WIDEST = 60;

  /** A row of fields says more, and stands last. */
  private static final int WIDEST_DETAIL = 240;

  private final PrintWriter out;
  private final int width;
  private final List<List<String>> lines = new ArrayList<>();
  private final List<Boolean> isNumber = new ArrayList<>();
  private final List<Integer> least = new ArrayList<>();
  private final List<Integer> wanted = new ArrayList<>();

  /**
   * @param width the terminal's columns; 0 for no limit
   */
  TableRows(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void columns(List<String> names) {
    names.forEach(
        name -> {
          isNumber.add(true);
          least.add(0);
          wanted.add(0);
        });
    List<String> line = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      line.add(cell(i, names.get(i), WIDEST));
    }
    lines.add(line);
  }

  @Override
  public void row(List<Object> values) {
    List<String> line = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      isNumber.set(i, isNumber.get(i) && (value == null || value instanceof Number));
      line.add(cell(i, value == null ? "" : value.toString(), widest(value)));
    }
    lines.add(line);
  }

  private static int widest(Object value) {
    return value instanceof Detail ? WIDEST_DETAIL : WIDEST;
  }

  private String cell(int column, String value, int widest) {
    String text = Plain.text(value);
    wanted.set(column, Math.max(wanted.get(column), text.length()));
    least.set(column, Math.max(least.get(column), Math.min(widest, text.length())));
    return text;
  }

  @Override
  public void end() {
    int[] widths = widths();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        String cell = width == 0 ? line.get(i) : Plain.fit(line.get(i), widths[i]);
        String space = " ".repeat(Math.max(0, widths[i] - cell.length()));
        text.append(i == 0 ? "" : " ".repeat(ColumnWidths.GAP));
        text.append(isNumber.get(i) ? space + cell : cell + space);
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }

  private int[] widths() {
    int[] narrow = least.stream().mapToInt(Integer::intValue).toArray();
    int[] wide = wanted.stream().mapToInt(Integer::intValue).toArray();
    return width == 0 ? narrow : ColumnWidths.share(narrow, wide, width);
  }
}
