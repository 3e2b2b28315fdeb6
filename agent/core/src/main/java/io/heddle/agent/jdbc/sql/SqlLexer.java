package io.heddle.agent.jdbc.sql;

/**
 * Cuts SQL into tokens. Never fails: what is not closed ends with the text, and a character of no
 * token is punctuation. One pass, no allocation.
 */
final class SqlLexer {
  enum Token {
    /** A keyword or a plain name. */
    WORD,
    /** A name in quotes. */
    QUOTED_NAME,
    /** A text or a number: never shown. */
    LITERAL,
    /** A parameter of a prepared statement. */
    PARAMETER,
    /** One character of anything else. */
    PUNCTUATION,
    /** From here on nobody can say what is literal: whatever follows must not be shown. */
    AMBIGUOUS,
    END
  }

  private final String sql;
  private final Dialect dialect;
  private int start;
  private int end;
  private boolean spaced;

  SqlLexer(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** Where the token starts. */
  int start() {
    return start;
  }

  /** Behind the token's last character. */
  int end() {
    return end;
  }

  /** Whether white space or a comment stood before the token. */
  boolean isSpaced() {
    return spaced;
  }

  Token next() {
    int before = end;
    start = skipBlank(end);
    spaced = start > before;
    if (start >= sql.length()) {
      end = start;
      return Token.END;
    }
    char c = sql.charAt(start);
    if (c == '\'') {
      return text(start + 1, false);
    }
    if (c == '"') {
      end = closing('"', start + 1);
      return dialect.quotesMayHoldText() && !looksLikeName() ? Token.LITERAL : Token.QUOTED_NAME;
    }
    if (c == '`') {
      end = closing('`', start + 1);
      return Token.QUOTED_NAME;
    }
    if (c == '$') {
      return dollar();
    }
    if (isDigit(c) || c == '.' && isDigit(at(start + 1)) && !isNamePart(at(start - 1))) {
      end = number(start);
      return Token.LITERAL;
    }
    if (isNameStart(c)) {
      return word();
    }
    end = start + 1;
    return c == '?' ? Token.PARAMETER : Token.PUNCTUATION;
  }

  private Token word() {
    end = start + 1;
    while (isNamePart(at(end))) {
      end++;
    }
    if (at(end) == '\'' && isTextPrefix()) {
      char prefix = sql.charAt(start);
      return text(end + 1, prefix == 'e' || prefix == 'E');
    }
    if (at(end) == '&' && at(end + 1) == '\'' && end - start == 1 && isUnicodePrefix()) {
      return text(end + 2, false);
    }
    return Token.WORD;
  }

  /** E'…', N'…', X'…' and B'…' are one literal, prefix included. */
  private boolean isTextPrefix() {
    return end - start == 1 && "eEnNxXbB".indexOf(sql.charAt(start)) >= 0;
  }

  private boolean isUnicodePrefix() {
    char c = sql.charAt(start);
    return c == 'u' || c == 'U';
  }

  private Token text(int from, boolean backslashEscapes) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashEscapes) {
        i += 2;
      } else if (c == '\\' && dialect == Dialect.OTHER && at(i + 1) == '\'') {
        // Escaped quote or end of the text? It depends on a database we do not know.
        end = sql.length();
        return Token.AMBIGUOUS;
      } else if (c != '\'') {
        i++;
      } else if (at(i + 1) == '\'') {
        i += 2;
      } else {
        end = i + 1;
        return Token.LITERAL;
      }
    }
    end = sql.length();
    return Token.LITERAL;
  }

  /** $1 is a parameter; $$…$$ and $tag$…$tag$ are texts. */
  private Token dollar() {
    int i = start + 1;
    if (isDigit(at(i))) {
      while (isDigit(at(i))) {
        i++;
      }
      end = i;
      return Token.PARAMETER;
    }
    while (isNamePart(at(i)) && at(i) != '$') {
      i++;
    }
    if (at(i) != '$') {
      end = start + 1;
      return Token.PUNCTUATION;
    }
    int tagLength = i + 1 - start;
    for (int close = sql.indexOf('$', i + 1); close >= 0; close = sql.indexOf('$', close + 1)) {
      if (sql.regionMatches(close, sql, start, tagLength)) {
        end = close + tagLength;
        return Token.LITERAL;
      }
    }
    end = sql.length();
    return Token.LITERAL;
  }

  private int closing(char quote, int from) {
    int i = from;
    while (i < sql.length()) {
      if (sql.charAt(i) != quote) {
        i++;
      } else if (at(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return sql.length();
  }

  private boolean looksLikeName() {
    if (end - start < 3 || end - start > 66 || !isNameStart(sql.charAt(start + 1))) {
      return false;
    }
    for (int i = start + 1; i < end - 1; i++) {
      if (!isNamePart(sql.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Digits, letters and dots: 1, 1.5, 0x1F, 1e10, 1_000; and the sign of an exponent. */
  private int number(int from) {
    int i = from;
    while (isNamePart(at(i)) || at(i) == '.') {
      boolean exponent = (at(i) == 'e' || at(i) == 'E') && at(from + 1) != 'x';
      i++;
      if (exponent && (at(i) == '+' || at(i) == '-') && isDigit(at(i + 1))) {
        i++;
      }
    }
    return i;
  }

  private int skipBlank(int from) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        i++;
      } else if (c == '-' && at(i + 1) == '-') {
        int newline = sql.indexOf('\n', i);
        i = newline < 0 ? sql.length() : newline + 1;
      } else if (c == '/' && at(i + 1) == '*') {
        i = endOfComment(i + 2);
      } else {
        break;
      }
    }
    return i;
  }

  /** PostgreSQL nests comments; elsewhere the first end ends them all. */
  private int endOfComment(int from) {
    int depth = 1;
    int i = from;
    while (i < sql.length() - 1) {
      if (sql.charAt(i) == '*' && sql.charAt(i + 1) == '/') {
        i += 2;
        if (--depth == 0) {
          return i;
        }
      } else if (dialect == Dialect.POSTGRESQL
          && sql.charAt(i) == '/'
          && sql.charAt(i + 1) == '*') {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return sql.length();
  }

  private char at(int index) {
    return index >= 0 && index < sql.length() ? sql.charAt(index) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
