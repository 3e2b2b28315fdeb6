package io.heddle.audit.archive.cli;

import java.io.PrintWriter;

/** The formats of {@code --format}. */
enum Format {
  /** For a person. */
  table,
  /** One JSON array. */
  json,
  /** One JSON object a line. */
  ndjson,
  /** RFC 4180, with a header. */
  csv;

  /** Prints operations; a table without limit of width, in UTC. */
  Printer printer(PrintWriter out) {
    return switch (this) {
      case table -> new TablePrinter(out, Column.defaults(0), Times.UTC, 0, false);
      case json -> new JsonPrinter(out, true);
      case ndjson -> new JsonPrinter(out, false);
      case csv -> new CsvPrinter(out);
    };
  }

  /**
   * Prints rows of any columns.
   *
   * @param width the terminal's columns, for a table; 0 for no limit
   */
  RowPrinter rows(PrintWriter out, int width) {
    return switch (this) {
      case table -> new TableRows(out, width);
      case json -> new JsonRows(out, true);
      case ndjson -> new JsonRows(out, false);
      case csv -> new CsvRows(out);
    };
  }
}
