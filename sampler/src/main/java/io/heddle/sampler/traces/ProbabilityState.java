package io.heddle.sampler.traces;

/**
 * The {@code ot} member of {@code tracestate}: with which threshold a trace was kept, and its
 * explicit randomness if it has one (OpenTelemetry specification, "TraceState Handling" and
 * "TraceState: Probability Sampling"). Immutable.
 *
 * @param threshold {@code th}; {@link Threshold#NONE} if it is missing or malformed
 * @param randomness {@code rv}; {@link Threshold#NONE} if it is missing or malformed
 * @param others whatever else the member holds, passed on as it came; empty if nothing
 */
public record ProbabilityState(long threshold, long randomness, String others) {
  /** The key of the member. */
  public static final String KEY = "ot";

  /** Says nothing. */
  public static final ProbabilityState NONE =
      new ProbabilityState(Threshold.NONE, Threshold.NONE, "");

  private static final int MAX_LENGTH = 256;
  private static final int DIGITS = 14;
  private static final String THRESHOLD = "th:";
  private static final String RANDOMNESS = "rv:";

  /**
   * Reads the member's value.
   *
   * @param value null, empty and longer than 256 characters all mean {@link #NONE}
   */
  public static ProbabilityState parse(String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_LENGTH) {
      return NONE;
    }
    long threshold = Threshold.NONE;
    long randomness = Threshold.NONE;
    StringBuilder others = null;
    int start = 0;
    while (start <= value.length()) {
      int semicolon = value.indexOf(';', start);
      int end = semicolon < 0 ? value.length() : semicolon;
      if (value.startsWith(THRESHOLD, start)) {
        threshold = number(value, start + THRESHOLD.length(), end, 1);
      } else if (value.startsWith(RANDOMNESS, start)) {
        randomness = number(value, start + RANDOMNESS.length(), end, DIGITS);
      } else if (end > start) {
        others = others == null ? new StringBuilder() : others.append(';');
        others.append(value, start, end);
      }
      start = end + 1;
    }
    return new ProbabilityState(threshold, randomness, others == null ? "" : others.toString());
  }

  /** The same with another threshold; {@link Threshold#NONE} for none. */
  public ProbabilityState withThreshold(long other) {
    return other == threshold ? this : new ProbabilityState(other, randomness, others);
  }

  /**
   * The randomness that decides: the explicit one, or else the end of the trace ID.
   *
   * @param traceIdLow the last 8 bytes of the trace ID
   */
  public long randomnessOr(long traceIdLow) {
    return Threshold.isValid(randomness) ? randomness : traceIdLow & Threshold.RANDOMNESS;
  }

  /**
   * The state that a child of this one has which goes with its parent: with the parent's threshold,
   * if that agrees with the parent's flag, and else with none.
   *
   * @param isSampled the parent's flag
   * @param traceIdLow the last 8 bytes of the trace ID
   */
  public ProbabilityState followed(boolean isSampled, long traceIdLow) {
    return isSampled && Threshold.keeps(threshold, randomnessOr(traceIdLow))
        ? this
        : withThreshold(Threshold.NONE);
  }

  /**
   * The member's value; empty if there is nothing to say. What would make it longer than 256
   * characters is the threshold, and it is left out then: an unknown probability is no wrong one.
   */
  public String format() {
    StringBuilder text = new StringBuilder(32);
    if (Threshold.isValid(threshold)) {
      text.append(THRESHOLD);
      appendThreshold(text, threshold);
    }
    int mark = text.length();
    if (Threshold.isValid(randomness)) {
      separate(text);
      text.append(RANDOMNESS);
      appendDigits(text, randomness, DIGITS);
    }
    if (!others.isEmpty()) {
      separate(text);
      text.append(others);
    }
    if (text.length() > MAX_LENGTH && mark > 0) {
      text.delete(0, mark + 1);
    }
    return text.length() > MAX_LENGTH ? "" : text.toString();
  }

  private static void separate(StringBuilder text) {
    if (text.length() > 0) {
      text.append(';');
    }
  }

  /** "Trailing zeros are removed"; all that may be removed of 0 is all digits but one. */
  private static void appendThreshold(StringBuilder text, long threshold) {
    int digits = DIGITS - Math.min(DIGITS - 1, Long.numberOfTrailingZeros(threshold) / 4);
    appendDigits(text, threshold, digits);
  }

  private static void appendDigits(StringBuilder text, long value, int digits) {
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit((int) (value >>> 4 * (DIGITS - 1 - i)) & 0xf, 16));
    }
  }

  /** Up to 14 digits, as if zeros followed; {@link Threshold#NONE} if they are not. */
  private static long number(String text, int start, int end, int fewest) {
    int digits = end - start;
    if (digits < fewest || digits > DIGITS) {
      return Threshold.NONE;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1; // digits of other scripts are none here
      if (digit < 0) {
        return Threshold.NONE;
      }
      number = number << 4 | digit;
    }
    return number << 4 * (DIGITS - digits);
  }
}
