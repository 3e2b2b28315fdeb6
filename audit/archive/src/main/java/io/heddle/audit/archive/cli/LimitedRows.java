package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchiveSql;
import java.util.List;

/** Prints an answer in SQL up to a number of rows; 0 for all. */
final class LimitedRows implements ArchiveSql.Rows {
  private final RowPrinter printer;
  private final long most;
  private final Readers readers;
  private long printed;
  private boolean isCut;

  LimitedRows(RowPrinter printer, long most, Readers readers) {
    this.printer = printer;
    this.most = most;
    this.readers = readers;
  }

  @Override
  public void columns(List<String> names) {
    printer.columns(names);
  }

  @Override
  public boolean take(List<Object> values) {
    isCut = most > 0 && printed == most;
    if (isCut || !readers.wantMore()) {
      return false;
    }
    printer.row(values);
    printed++;
    return true;
  }

  void end() {
    printer.end();
  }

  /** Whether there was more. */
  boolean isCut() {
    return isCut;
  }
}
