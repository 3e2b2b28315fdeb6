package io.heddle.sampler.policy.file;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * What a value looks like, and what it means.
 *
 * @param expectation to end the sentence "expected …"
 * @param isList whether it is a list of such values
 * @param reader makes an object of the text; null or an exception if it cannot
 */
record Form(String expectation, boolean isList, Function<String, Object> reader) {
  /** Longest text of a value or name; nothing in a policy needs more. */
  static final int LONGEST = 256;

  static final Form FLAG =
      one(
          "true or false",
          text -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null);

  /** A share, both ends included. */
  static final Form SHARE = number("a number from 0 to 1", 0, 1);

  static final Form FACTOR = number("a factor from 0.001 to 1000", 0.001, 1_000);

  static Form whole(long least, long most) {
    return one(
        "a whole number from " + least + " to " + most,
        text -> {
          long value = Long.parseLong(digits(text));
          return value >= least && value <= most ? value : null;
        });
  }

  static Form number(String expectation, double least, double most) {
    return one(
        expectation,
        text -> {
          double value = plainNumber(text);
          return value >= least && value <= most ? value : null;
        });
  }

  static Form duration(Duration least, Duration most, String range) {
    return one(
        "a duration such as 250ms, 30s, 10m or 6h, " + range,
        text -> {
          Duration value = parseDuration(text);
          return value.compareTo(least) >= 0 && value.compareTo(most) <= 0 ? value : null;
        });
  }

  static Form oneOf(Set<String> words, String expectation) {
    return one(expectation, text -> words.contains(text) ? text : null);
  }

  static Form one(String expectation, Function<String, Object> reader) {
    return new Form(expectation, false, reader);
  }

  static Form listOf(Form item) {
    return new Form(item.expectation, true, item.reader);
  }

  /** What the text means, or null if it is not of this form. */
  Object read(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | ArithmeticException notOfThisForm) {
      return null;
    }
  }

  /** Digits with an optional minus, as a person writes them: no {@code 0x10}, no {@code 1_000}. */
  private static String digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '-' && (c < '0' || c > '9')) {
        throw new NumberFormatException(text);
      }
    }
    return text;
  }

  /** {@code 0.5} or {@code 1e3}, but not {@code NaN}, {@code Infinity} or {@code 1f}. */
  private static double plainNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.-+eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException(text);
      }
    }
    return Double.parseDouble(text);
  }

  private static Duration parseDuration(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    long amount = Long.parseLong(text.substring(0, end));
    return switch (text.substring(end)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
