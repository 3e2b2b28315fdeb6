package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** CSV by the rules of {@link CsvPrinter}. */
final class CsvRows implements RowPrinter {
  private final PrintWriter out;

  CsvRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    line(names);
  }

  @Override
  public void row(List<Object> values) {
    line(values);
  }

  @Override
  public void end() {
    out.flush();
  }

  private void line(List<?> values) {
    out.print(values.stream().map(CsvRows::cell).collect(Collectors.joining(",")));
    out.print("\r\n");
  }

  /** A number is no formula, even a negative one. */
  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Detail detail) {
      return CsvPrinter.cell(detail.json());
    }
    return value instanceof Number ? value.toString() : CsvPrinter.cell(value.toString());
  }
}
