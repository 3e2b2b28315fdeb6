package io.heddle.audit.archive.cli;

/**
 * Makes text from the archive harmless for a terminal: what could command it is shown as {@code ?}.
 */
final class Plain {
  private Plain() {}

  static String text(String text) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\u2028') {
        if (plain == null) {
          plain = new StringBuilder(text);
        }
        plain.setCharAt(i, '?');
      }
    }
    return plain == null ? text : plain.toString();
  }

  /** {@code text} in at most {@code width} characters, an ellipsis in place of what is cut. */
  static String fit(String text, int width) {
    String plain = text(text);
    return plain.length() <= width ? plain : plain.substring(0, Math.max(0, width - 1)) + "…";
  }
}
