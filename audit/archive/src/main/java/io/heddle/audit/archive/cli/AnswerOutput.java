package io.heddle.audit.archive.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/** What every command has besides that shows rows or operations: a format. */
abstract class AnswerOutput extends CommandOutput {
  /** How it is shown. */
  abstract Format format();

  /** Whether a person reads it. */
  boolean isTable() {
    return format() == Format.table;
  }

  /**
   * Prints operations to the standard output.
   *
   * @param choice which columns, if it is a table
   * @throws TypeConversionException if columns are chosen for what is no table
   */
  Printer printer(ColumnChoice choice) {
    if (!isTable()) {
      refuse(choice, "--format " + format());
      return format().printer(out());
    }
    int width = width();
    return new TablePrinter(out(), choice.columns(width), times(), width, Ansi.AUTO.enabled());
  }

  /** Times as whoever asks reads and types them. */
  Times times() {
    return audit().times();
  }

  /** A moment in a cell: in the reader's zone in a table, else in UTC. */
  String moment(long epochMicros) {
    return isTable() ? times().exact(epochMicros) : Moments.exact(epochMicros);
  }

  /** The head of a column of moments. */
  String head(String name) {
    return isTable() ? times().head(name) : name;
  }

  /** Refuses columns that were chosen beside an option that makes no table of operations. */
  void refuse(ColumnChoice choice, String option) {
    if (choice.isMade()) {
      throw new TypeConversionException(
          "--columns chooses what a table of operations shows, and " + option + " makes none");
    }
  }

  /** The terminal's columns; 0 for no limit. */
  private int width() {
    return isTable() ? audit().terminalWidth() : 0;
  }

  /** Prints rows of any columns to the standard output. */
  RowPrinter rows() {
    return format().rows(out(), width());
  }
}
