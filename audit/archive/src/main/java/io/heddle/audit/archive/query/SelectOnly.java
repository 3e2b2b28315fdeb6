package io.heddle.audit.archive.query;

import java.util.Locale;
import java.util.Set;

/**
 * Lets pass one statement that asks. It gives the clear word; that nothing can be changed, the
 * connection sees to, which has every file open for reading alone.
 */
final class SelectOnly {
  private static final Set<String> ASKING = Set.of("select", "with", "values", "explain");

  private SelectOnly() {}

  /**
   * Checks a text.
   *
   * @throws IllegalArgumentException if it is no single SELECT, WITH, VALUES or EXPLAIN
   */
  static void check(String sql) {
    String bare = withoutQuotesAndComments(sql).strip();
    String one = bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    if (one.indexOf(';') >= 0) {
      throw new IllegalArgumentException("it holds several statements, expected one");
    }
    String first = one.strip().split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
    if (!ASKING.contains(first)) {
      throw new IllegalArgumentException(
          (first.isEmpty() ? "it is no statement" : "'" + first + "' does not ask")
              + ", expected SELECT, WITH, VALUES or EXPLAIN");
    }
  }

  private static String withoutQuotesAndComments(String sql) {
    StringBuilder bare = new StringBuilder();
    int i = 0;
    while (i < sql.length()) {
      int end = endOfQuoteOrComment(sql, i);
      if (end > i) {
        bare.append(' ');
        i = end;
      } else {
        bare.append(sql.charAt(i++));
      }
    }
    return bare.toString();
  }

  /** Where what begins at {@code i} ends; {@code i} if it is neither a quote nor a comment. */
  private static int endOfQuoteOrComment(String sql, int i) {
    String close =
        switch (sql.charAt(i)) {
          case '\'', '"', '`' -> sql.substring(i, i + 1);
          case '[' -> "]";
          default -> sql.startsWith("--", i) ? "\n" : sql.startsWith("/*", i) ? "*/" : "";
        };
    if (close.isEmpty()) {
      return i;
    }
    int end = sql.indexOf(close, i + (close.length() == 2 ? 2 : 1));
    return end < 0 ? sql.length() : end + close.length();
  }
}
