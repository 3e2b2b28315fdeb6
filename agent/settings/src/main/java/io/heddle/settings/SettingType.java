package io.heddle.settings;

import java.util.Locale;

/** The form of a setting's value, and the check it must pass before anybody uses it. */
public enum SettingType {
  /** Any text on one line. */
  TEXT("text"),
  /** {@code true} or {@code false}. */
  FLAG("true or false"),
  /** A whole number from 0 to 2,147,483,647. */
  COUNT("a whole number from 0 to 2147483647"),
  /** A TCP port; 0 lets the operating system choose. */
  PORT("a port from 0 to 65535"),
  /**
   * A number of bytes, with an optional unit: {@code 64MiB}, {@code 64mb} (both binary), {@code
   * 1024}.
   */
  BYTES("a size such as 1048576, 64KiB, 256MiB or 1GiB"),
  /**
   * A span of time with a unit: {@code 250ms}, {@code 30s}, {@code 10m}, {@code 6h}, {@code 7d}.
   */
  DURATION("a duration such as 250ms, 30s, 10m, 6h or 7d"),
  /** Texts separated by commas; white space around them is ignored. */
  LIST("texts separated by commas"),
  /** A path; a leading {@code ~/} stands for the user's home directory. */
  PATH("a path without control characters");

  private final String expectation;

  SettingType(String expectation) {
    this.expectation = expectation;
  }

  /** What a valid value looks like, to end the sentence "expected …". */
  public String expectation() {
    return expectation;
  }

  /** What was expected if {@code value} is not of this type, else null. */
  String problem(String value) {
    if (this == TEXT || this == LIST) {
      return hasControl(value) ? "no control characters" : null;
    }
    return isOne(value) ? null : expectation;
  }

  /**
   * A comparison for each: a switch, or a body for each constant, would load classes of their own.
   */
  private boolean isOne(String value) {
    if (this == FLAG) {
      return value.equals("true") || value.equals("false");
    }
    if (this == COUNT) {
      return parseCount(value) >= 0;
    }
    if (this == PORT) {
      return parseCount(value) >= 0 && parseCount(value) <= 65_535;
    }
    if (this == BYTES) {
      return parseBytes(value) >= 0;
    }
    if (this == DURATION) {
      return parseMillis(value) >= 0;
    }
    return !value.isBlank() && !hasControl(value);
  }

  private static boolean hasControl(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static int parseCount(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  /** The number of bytes that {@code value} names, or -1 if it names none. */
  static long parseBytes(String value) {
    int digits = leadingDigits(value);
    long unit =
        switch (value.substring(digits).trim().toLowerCase(Locale.ROOT)) {
          case "", "b" -> 1L;
          case "k", "kb", "kib" -> 1L << 10;
          case "m", "mb", "mib" -> 1L << 20;
          case "g", "gb", "gib" -> 1L << 30;
          default -> -1L;
        };
    return scaled(value, digits, unit);
  }

  /** The number of milliseconds that {@code value} names, or -1 if it names none. */
  static long parseMillis(String value) {
    int digits = leadingDigits(value);
    long unit =
        switch (value.substring(digits).trim().toLowerCase(Locale.ROOT)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> -1L;
        };
    return scaled(value, digits, unit);
  }

  private static int leadingDigits(String value) {
    int end = 0;
    while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static long scaled(String value, int digits, long unit) {
    // Nine digits times the largest unit, 2^30, is below 2^60: it cannot overflow.
    return digits == 0 || digits > 9 && unit != 1 || digits > 18 || unit < 0
        ? -1
        : Long.parseLong(value.substring(0, digits)) * unit;
  }
}
