package io.heddle.agent.http.server.origin;

import io.heddle.sampler.policy.Redaction;

/** The path of a request that has no route, as far as a record may show it. */
public final class ShownPath {
  private static final int LONGEST_WORD = 24;

  /** What stands for a segment that may be a value, and for all that follow the last one shown. */
  private static final String LEFT_OUT = "*";

  private ShownPath() {}

  /**
   * The first segments, redacted. One with a digit in it, or a long one, may be somebody's number,
   * name or secret; {@code v1} and its like are none.
   *
   * @param path as the client has sent it, without the query
   * @param segments how many are shown at most; 0 for none
   * @return empty if nothing is to be shown
   */
  public static String of(String path, int segments, Redaction redaction) {
    if (segments == 0 || path == null || !path.startsWith("/") || path.length() == 1) {
      return "";
    }
    String redacted = redaction.path(path);
    StringBuilder shown = new StringBuilder();
    int start = 1;
    for (int i = 0; i < segments && start <= redacted.length(); i++) {
      int slash = redacted.indexOf('/', start);
      int end = slash < 0 ? redacted.length() : slash;
      shown.append('/').append(segment(redacted, start, end));
      start = end + 1;
    }
    if (start < redacted.length()) {
      shown.append('/').append(LEFT_OUT);
    }
    String text = shown.toString();
    return redaction.hides(text, text) ? "/" + Redaction.MASK : text;
  }

  private static String segment(String path, int start, int end) {
    int parameters = path.indexOf(';', start); // a session's ID, say
    int stop = parameters < 0 || parameters > end ? end : parameters;
    String segment = path.substring(start, stop);
    return segment.equals(Redaction.MASK) || isWord(segment) ? segment : LEFT_OUT;
  }

  private static boolean isWord(String segment) {
    if (segment.length() > LONGEST_WORD) {
      return false;
    }
    boolean isVersion = segment.length() <= 4 && segment.startsWith("v");
    for (int i = isVersion ? 1 : 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (isDigit ? !isVersion : !isLetter && "-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
