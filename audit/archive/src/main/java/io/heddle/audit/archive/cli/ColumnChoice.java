package io.heddle.audit.archive.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says which columns a table of operations has. */
final class ColumnChoice {
  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = Words.class,
      description =
          "What a table shows, in this order: ${COMPLETION-CANDIDATES}. Without it, what the"
              + " terminal has room for: actor from 140 columns on, id from 170, trace from 200.")
  private List<String> names;

  /** Whether columns were chosen. */
  boolean isMade() {
    return names != null;
  }

  /**
   * The columns, from left to right.
   *
   * @param width the terminal's columns; 0 for no limit
   */
  List<Column> columns(int width) {
    return isMade() ? chosen() : Column.defaults(width);
  }

  /**
   * The columns that were chosen.
   *
   * @throws TypeConversionException if a name is unknown or stands twice
   */
  List<Column> chosen() {
    List<Column> chosen = new ArrayList<>();
    for (String name : names == null ? List.<String>of() : names) {
      Column column = Choices.of(Column.class, List.of(name), "--columns").iterator().next();
      if (chosen.contains(column)) {
        throw new TypeConversionException("--columns names " + column.word() + " twice");
      }
      chosen.add(column);
    }
    return chosen;
  }

  /** The names of all columns. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Column.values()).map(Column::word).iterator();
    }
  }
}
