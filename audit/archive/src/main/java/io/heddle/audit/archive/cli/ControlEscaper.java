package io.heddle.audit.archive.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes characters that could command a terminal, or turn a line around, as {@code \}{@code
 * uXXXX}. In JSON that is the same text, for such characters stand in its strings alone.
 */
final class ControlEscaper extends FilterWriter {
  ControlEscaper(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(escaped(Character.toString((char) c)));
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.write(escaped(new String(text, from, length)));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(escaped(text.substring(from, from + length)));
  }

  /** {@code text} with all of them escaped but tab and line end. */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean commands = isCommanding(c);
      if (commands && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (commands) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isCommanding(char c) {
    return Character.isISOControl(c) && c != '\t' && c != '\r' && c != '\n'
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }
}
