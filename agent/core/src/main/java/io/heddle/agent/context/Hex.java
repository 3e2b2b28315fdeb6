package io.heddle.agent.context;

/** Lower-case hexadecimal, as W3C Trace Context writes it. */
final class Hex {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Hex() {}

  /** Writes {@code digits} digits of {@code value}, most significant first. */
  static void write(byte[] target, int offset, long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      target[offset + i] = DIGITS[(int) value & 0xf];
      value >>>= 4;
    }
  }

  /** Whether {@code digits} characters from {@code offset} are lower-case hexadecimal. */
  static boolean matches(String text, int offset, int digits) {
    for (int i = offset; i < offset + digits; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Reads up to 16 digits that {@link #matches} has checked. */
  static long read(String text, int offset, int digits) {
    long value = 0;
    for (int i = offset; i < offset + digits; i++) {
      char c = text.charAt(i);
      value = value << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  }
}
