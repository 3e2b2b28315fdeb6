package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table whose columns are as wide as their widest value; it waits for the last row. */
final class TableRows implements RowPrinter {
  private static final int WIDEST = 60;

  /** A row of fields says more, and stands last. */
  private static final int WIDEST_DETAIL = 240;

  private final PrintWriter out;
  private final List<List<String>> lines = new ArrayList<>();
  private final List<Boolean> isNumber = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  TableRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    names.forEach(
        name -> {
          isNumber.add(true);
          widths.add(0);
        });
    add(names.stream().map(name -> Plain.fit(name, WIDEST)).toList());
  }

  @Override
  public void row(List<Object> values) {
    List<String> line = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      isNumber.set(i, isNumber.get(i) && (value == null || value instanceof Number));
      line.add(value == null ? "" : Plain.fit(value.toString(), widest(value)));
    }
    add(line);
  }

  private static int widest(Object value) {
    return value instanceof Detail ? WIDEST_DETAIL : WIDEST;
  }

  private void add(List<String> line) {
    for (int i = 0; i < line.size(); i++) {
      widths.set(i, Math.max(widths.get(i), line.get(i).length()));
    }
    lines.add(line);
  }

  @Override
  public void end() {
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        String space = " ".repeat(widths.get(i) - line.get(i).length());
        text.append(i == 0 ? "" : "  ");
        text.append(isNumber.get(i) ? space + line.get(i) : line.get(i) + space);
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }
}
