package io.heddle.sampler.policy;

/**
 * A path whose secret segments are {@code *}: {@code /patients/*} turns {@code /patients/4711} into
 * {@code /patients/~redacted}. A last segment {@code **} stands for all that follows. Immutable.
 *
 * @param text the pattern as it is written, beginning with a slash
 */
public record PathPattern(String text) {
  /** What a secret segment is shown as. */
  static final String MASK = "~redacted";

  private static final String SEGMENT = "*";
  private static final String REST = "**";

  /** The path with its secret segments masked; null if it is not of this pattern. */
  String mask(String path) {
    StringBuilder masked = new StringBuilder(path.length() + MASK.length());
    int at = 0;
    int next = 0;
    while (at < path.length() && next < text.length()) {
      int segmentEnd = end(path, at);
      int patternEnd = end(text, next);
      String pattern = text.substring(next + 1, patternEnd);
      if (pattern.equals(REST) && patternEnd == text.length()) {
        return masked.append('/').append(MASK).toString();
      }
      if (pattern.equals(SEGMENT)) {
        masked.append('/').append(MASK);
      } else if (pattern.length() == segmentEnd - at - 1
          && path.regionMatches(at + 1, pattern, 0, pattern.length())) {
        masked.append(path, at, segmentEnd);
      } else {
        return null;
      }
      at = segmentEnd;
      next = patternEnd;
    }
    return at == path.length() && next == text.length() ? masked.toString() : null;
  }

  /** Where the segment ends whose slash is at {@code from}. */
  private static int end(String path, int from) {
    int slash = path.indexOf('/', from + 1);
    return slash < 0 ? path.length() : slash;
  }
}
