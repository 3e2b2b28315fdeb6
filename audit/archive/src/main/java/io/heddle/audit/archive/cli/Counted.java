package io.heddle.audit.archive.cli;

import java.util.Locale;

/** Says how many of something there are, for a person. */
final class Counted {
  private Counted() {}

  /** Such as {@code 1 operation} and {@code 1,234 operations}. */
  static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /** The same of what has a plural of its own. */
  static String of(long count, String one, String many) {
    return number(count) + " " + (count == 1 ? one : many);
  }

  /** With commas between thousands. */
  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
