package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Reads what {@code --group-by} names. */
final class Grouping {
  private Grouping() {}

  /** The dimensions, in the order they are named, each once; {@code op} is short for the type. */
  static List<Dimension> of(List<String> names) {
    List<Dimension> dimensions = new ArrayList<>();
    for (String name : names) {
      String full = name.strip().equalsIgnoreCase("op") ? "type" : name;
      Dimension dimension =
          Choices.of(Dimension.class, List.of(full), "--group-by").iterator().next();
      if (dimensions.contains(dimension)) {
        throw new TypeConversionException("--group-by names " + name + " twice");
      }
      dimensions.add(dimension);
    }
    return dimensions;
  }

  /** The columns of the answer. */
  static List<String> columns(List<Dimension> dimensions) {
    List<String> columns = new ArrayList<>();
    dimensions.forEach(dimension -> columns.add(dimension.name().toLowerCase(Locale.ROOT)));
    columns.add("count");
    return columns;
  }
}
