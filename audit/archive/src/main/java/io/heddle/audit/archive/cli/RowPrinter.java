package io.heddle.audit.archive.cli;

import java.util.List;

/**
 * Prints rows of any columns in one format: {@link #columns}, {@link #row} for each, {@link #end}.
 */
interface RowPrinter {
  /** The columns' names, once, before any row. */
  void columns(List<String> names);

  /** A row: texts, numbers and nulls, one for each column. */
  void row(List<Object> values);

  /** Completes the output. */
  void end();
}
