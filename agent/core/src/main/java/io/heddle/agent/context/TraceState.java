package io.heddle.agent.context;

import java.nio.charset.StandardCharsets;

/**
 * The {@code tracestate} header: what other tracers left in it is passed on, with our own member
 * {@code hd=t:}<i>tag</i> in front, so that a trace whose ID came from outside can still be found
 * by tenant.
 *
 * <p>Limits by W3C Trace Context: 32 members; 512 characters should be passed on.
 */
public final class TraceState {
  private static final String OUR_KEY = "hd=";
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_LENGTH = 512;
  private static final int TAG_DIGITS = 10;
  private static final String PROBABILITY_KEY = "ot=";

  /** What is left of the length beside our own member. */
  private static final int MAX_OTHERS_LENGTH =
      MAX_LENGTH - OUR_KEY.length() - TAG_DIGITS - "t:,".length();

  private TraceState() {}

  /**
   * Keeps what may be passed on of an incoming header: whole members, none of ours, within the
   * limits, printable ASCII only.
   *
   * @return empty if nothing may
   */
  public static String accept(String header) {
    if (header == null || header.isEmpty() || header.length() > 4 * MAX_LENGTH) {
      return "";
    }
    StringBuilder kept = null;
    int members = 0;
    int start = 0;
    while (start <= header.length() && members < MAX_MEMBERS - 1) {
      int comma = header.indexOf(',', start);
      int end = comma < 0 ? header.length() : comma;
      String member = header.substring(start, end).trim();
      start = end + 1;
      if (member.isEmpty() || member.startsWith(OUR_KEY)) {
        continue;
      }
      if (!isMember(member)) {
        return ""; // one malformed member makes the whole header invalid
      }
      if (kept == null) {
        kept = new StringBuilder(header.length());
      }
      if (kept.length() + member.length() + 1 > MAX_OTHERS_LENGTH) {
        break;
      }
      if (kept.length() > 0) {
        kept.append(',');
      }
      kept.append(member);
      members++;
    }
    return kept == null ? "" : kept.toString();
  }

  /** The header for a call made under {@code context}; empty if there is nothing to say. */
  public static String format(TenantContext context) {
    if (context.tenant().tag() == 0) {
      return context.traceState();
    }
    byte[] tag = new byte[TAG_DIGITS];
    Hex.write(tag, 0, context.tenant().tag(), TAG_DIGITS);
    String own = OUR_KEY + "t:" + new String(tag, StandardCharsets.ISO_8859_1);
    return context.traceState().isEmpty() ? own : own + "," + context.traceState();
  }

  /**
   * The value of the member {@code ot} of an accepted header; empty if there is none. Of two, which
   * the specification forbids, the first counts.
   */
  public static String probability(String accepted) {
    int start = 0;
    while (start < accepted.length()) {
      int comma = accepted.indexOf(',', start);
      int end = comma < 0 ? accepted.length() : comma;
      if (accepted.startsWith(PROBABILITY_KEY, start)) {
        return accepted.substring(start + PROBABILITY_KEY.length(), end);
      }
      start = end + 1;
    }
    return "";
  }

  /**
   * An accepted header with another value of the member {@code ot}, in front, as W3C wants of what
   * was changed; the members at the end give way if it becomes too long.
   *
   * @param value empty to leave the member out
   */
  public static String withProbability(String accepted, String value) {
    StringBuilder state = new StringBuilder();
    if (!value.isEmpty()) {
      state.append(PROBABILITY_KEY).append(value);
    }
    int members = value.isEmpty() ? 0 : 1;
    int start = 0;
    while (start < accepted.length()) {
      int comma = accepted.indexOf(',', start);
      int end = comma < 0 ? accepted.length() : comma;
      if (!accepted.startsWith(PROBABILITY_KEY, start)) {
        if (members == MAX_MEMBERS - 1 || state.length() + 1 + end - start > MAX_OTHERS_LENGTH) {
          break;
        }
        if (members > 0) {
          state.append(',');
        }
        state.append(accepted, start, end);
        members++;
      }
      start = end + 1;
    }
    return state.toString();
  }

  private static boolean isMember(String member) {
    int equals = member.indexOf('=');
    if (equals < 1 || equals > 256 || equals == member.length() - 1) {
      return false;
    }
    for (int i = 0; i < member.length(); i++) {
      char c = member.charAt(i);
      boolean inKey = i < equals;
      if (c < ' ' || c > '~' || inKey && !isKeyCharacter(c) || i > equals && c == '=') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeyCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-'
        || c == '*'
        || c == '/'
        || c == '@';
  }
}
