package io.heddle.audit.archive.query;

/**
 * The name of one record for people: {@code at-} and 26 characters of Crockford's base32, which
 * hold 48 bits milliseconds since the epoch, 40 bits of the boot and 42 bits of the sequence
 * number.
 *
 * <p>Unique by construction, for boot and sequence number are; sortable by time.
 *
 * @param millis when the operation began
 * @param boot the lower 40 bits of the boot
 * @param seq the sequence number
 */
public record AuditTraceId(long millis, long boot, long seq) {
  private static final String PREFIX = "at-";
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  /** A shorter beginning stands for more than eight seconds of everybody's records. */
  private static final int SHORTEST = 7;

  /** The year 4199; a clock that is further off, or before 1970, makes no ID of another shape. */
  private static final long MOST_MILLIS = (1L << 46) - 1;

  private static final long BOOT_MASK = (1L << 40) - 1;
  private static final long SEQ_MASK = (1L << 42) - 1;

  /** The name of a record. */
  public static AuditTraceId of(long startMicros, long boot, long seq) {
    long millis = Math.max(0, Math.min(MOST_MILLIS, Math.floorDiv(startMicros, 1_000L)));
    return new AuditTraceId(millis, boot & BOOT_MASK, seq & SEQ_MASK);
  }

  /** Whether a text looks like one. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public static AuditTraceId parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + LENGTH) {
      throw malformed(text);
    }
    long high = 0; // bits 64 to 129; times of the next 8,000 years leave the top two 0
    long low = 0; // bits 0 to 63
    for (int i = 0; i < LENGTH; i++) {
      int digit = DIGITS.indexOf(Character.toLowerCase(text.charAt(PREFIX.length() + i)));
      if (digit < 0) {
        throw malformed(text);
      }
      high = high << 5 | low >>> 59;
      low = low << 5 | digit;
    }
    long millis = high >>> 18;
    long boot = (high & (1L << 18) - 1) << 22 | low >>> 42;
    return new AuditTraceId(millis, boot, low & SEQ_MASK);
  }

  /**
   * Checks a name, or the beginning of one.
   *
   * @throws IllegalArgumentException if it is malformed or too short
   */
  static void check(String text) {
    lowest(text);
  }

  /**
   * The lowest name that begins so.
   *
   * @throws IllegalArgumentException if it is malformed or too short
   */
  static AuditTraceId lowest(String beginning) {
    return parse(filled(beginning, '0'));
  }

  /** The highest name that begins so. */
  static AuditTraceId highest(String beginning) {
    return parse(filled(beginning, 'z'));
  }

  private static String filled(String beginning, char digit) {
    int given = beginning.length() - PREFIX.length();
    if (given < SHORTEST || given > LENGTH) {
      throw malformed(beginning);
    }
    return beginning + String.valueOf(digit).repeat(LENGTH - given);
  }

  /** Whether a text is a whole name, as far as its length tells. */
  public static boolean isWhole(String text) {
    return text.length() == PREFIX.length() + LENGTH;
  }

  /** Whether its time is the operation's, and not the nearest that a name can hold. */
  boolean isExact() {
    return millis > 0 && millis < MOST_MILLIS;
  }

  @Override
  public String toString() {
    long high = millis << 18 | boot >>> 22;
    long low = boot << 42 | seq;
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) low & 31);
      low = low >>> 5 | high << 59;
      high >>>= 5;
    }
    return PREFIX + new String(text);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no audit trace ID, expected at- and 26 letters and digits ("
            + SHORTEST
            + " or more of its first)");
  }
}
