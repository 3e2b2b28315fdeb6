package io.heddle.audit.archive.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes as people write them: {@code 500000}, {@code 64MiB}, {@code 20 GB}; all binary. */
final class ByteSize {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(|[kmgt]i?b?|b)");

  private ByteSize() {}

  /**
   * The number of bytes.
   *
   * @throws IllegalArgumentException if {@code text} names none
   */
  static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; expected for example 500MiB, 20GiB or 1TiB");
    }
    String unit = size.group(2);
    int power = unit.isEmpty() || unit.equals("b") ? 0 : 1 + "kmgt".indexOf(unit.charAt(0));
    return Long.parseLong(size.group(1)) << 10 * power;
  }

  /** For a person. */
  static String readable(long bytes) {
    if (bytes < 1_024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %siB", (double) bytes / (1L << 10 * power), "KMGTPE".charAt(power - 1));
  }
}
