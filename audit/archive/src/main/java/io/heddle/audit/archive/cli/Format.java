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

  Printer printer(PrintWriter out, int width, boolean colour) {
    return switch (this) {
      case table -> new TablePrinter(out, width, colour);
      case json -> new JsonPrinter(out, true);
      case ndjson -> new JsonPrinter(out, false);
      case csv -> new CsvPrinter(out);
    };
  }

  RowPrinter rows(PrintWriter out) {
    return switch (this) {
      case table -> new TableRows(out);
      case json -> new JsonRows(out, true);
      case ndjson -> new JsonRows(out, false);
      case csv -> new CsvRows(out);
    };
  }
}
