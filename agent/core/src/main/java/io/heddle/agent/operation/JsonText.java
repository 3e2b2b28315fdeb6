package io.heddle.agent.operation;

import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;

/**
 * Writes values as JSON in ASCII, so that a character is a byte and a bound on one is a bound on
 * the other. Without a library: whoever is asked for detail should not load one for it.
 */
public final class JsonText {
  private static final String DIGITS = "0123456789abcdef";

  private JsonText() {}

  /**
   * A value that an application gave, as it may be kept. Of an object whose class the JDK does not
   * vouch for only the class is named: to ask it for its text could do anything.
   *
   * @param most characters, quotes included, about which a text is cut
   */
  public static String ofValue(Object value, int most) {
    StringBuilder json = new StringBuilder();
    if (value == null || value instanceof Boolean || isNumber(value)) {
      json.append(value);
    } else if (isText(value)) {
      quote(json, value.toString(), most);
    } else if (value instanceof byte[] bytes) {
      bytes(json, bytes, most);
    } else {
      json.append("{\"type\":");
      quote(json, value.getClass().getName(), most);
      json.append('}');
    }
    return json.toString();
  }

  /**
   * Appends a text in quotes.
   *
   * @param most characters to append, quotes included; at least 2
   * @return whether all of it found room
   */
  public static boolean quote(StringBuilder json, String text, int most) {
    int end = json.length() + most - 1;
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPlain = c >= ' ' && c < 127 && c != '"' && c != '\\';
      // A pair of surrogates is one character: both or none.
      int size = isPlain ? 1 : Character.isHighSurrogate(c) ? 12 : 6;
      if (json.length() + size > end) {
        json.append('"');
        return false;
      }
      if (isPlain) {
        json.append(c);
      } else {
        escape(json, c);
      }
    }
    json.append('"');
    return true;
  }

  private static void escape(StringBuilder json, char c) {
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      json.append(DIGITS.charAt(c >> shift & 0xf));
    }
  }

  private static void bytes(StringBuilder json, byte[] bytes, int most) {
    json.append("{\"bytes\":").append(bytes.length).append(",\"hex\":\"");
    for (int i = 0; i < bytes.length && json.length() + 4 <= most; i++) {
      json.append(DIGITS.charAt(bytes[i] >> 4 & 0xf)).append(DIGITS.charAt(bytes[i] & 0xf));
    }
    json.append("\"}");
  }

  private static boolean isNumber(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof Double number && Double.isFinite(number)
        || value instanceof Float single && Float.isFinite(single);
  }

  /** Whose {@code toString} is the JDK's own, harmless and of bounded length. */
  private static boolean isText(Object value) {
    return value instanceof String
        || value instanceof Character
        || value instanceof UUID
        || isOfJdk(value)
            && (value instanceof TemporalAccessor
                || value instanceof java.util.Date
                || value instanceof Number && isShort(value));
  }

  /** Decimals of millions of digits take minutes to write. */
  private static boolean isShort(Object value) {
    if (value instanceof java.math.BigDecimal decimal) {
      return decimal.unscaledValue().bitLength() < 4_096;
    }
    return !(value instanceof BigInteger integer) || integer.bitLength() < 4_096;
  }

  private static boolean isOfJdk(Object value) {
    return value.getClass().getName().startsWith("java.");
  }
}
