package io.heddle.audit.archive.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** Reads names of enum constants as people type them, and says what they probably meant. */
final class Choices {
  private Choices() {}

  /** The constants that {@code names} stand for; dashes and case do not matter. */
  static <E extends Enum<E>> Set<E> of(Class<E> type, List<String> names, String option) {
    Set<E> chosen = EnumSet.noneOf(type);
    if (names != null) {
      for (String name : names) {
        chosen.add(one(type, name, option));
      }
    }
    return chosen;
  }

  private static <E extends Enum<E>> E one(Class<E> type, String name, String option) {
    String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    if (known.contains(wanted)) {
      return Enum.valueOf(type, wanted);
    }
    String nearest =
        NearestName.of(wanted, known)
            .map(candidate -> "; did you mean " + candidate.toLowerCase(Locale.ROOT) + "?")
            .orElse("");
    throw new TypeConversionException(
        option
            + " '"
            + name
            + "' is unknown, expected "
            + String.join(", ", known).toLowerCase(Locale.ROOT)
            + nearest);
  }
}
