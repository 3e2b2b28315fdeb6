package io.heddle.agent.jdbc.sql;

/**
 * Cuts SQL into tokens. Never fails: what is not closed ends with the text, and a character of no
 * token is punctuation. One pass, no allocation. Where databases differ, the syntax decides; where
 * the database is unknown and its answer would decide what is a literal, the rest is {@link
 * Token#AMBIGUOUS}. Not thread-safe.
 */
public final class SqlLexer {
  /** What a token is. */
  public enum Token {
    /** A keyword or a plain name. */
    WORD,
    /** A name in quotes. */
    QUOTED_NAME,
    /** In double quotes, in a dialect in which that may be a text: a name only where one is due. */
    NAME_OR_TEXT,
    /** A text or a number: never shown. */
    LITERAL,
    /** A parameter of a prepared statement. */
    PARAMETER,
    /** One character of anything else. */
    PUNCTUATION,
    /** From here on it is unknown what is literal: the rest must not be shown. */
    AMBIGUOUS,
    /** Nothing follows. */
    END
  }

  /**
   * Longest name in brackets (SQL Server), and longest tag of a dollar quote that is looked for.
   */
  private static final int LONGEST_NAME = 128;

  private final String sql;
  private final Dialect dialect;
  private final boolean backslashEscapes;
  private int start;
  private int end;
  private boolean spaced;
  private boolean executable;
  private boolean unsure;
  private boolean isGivenUp;
  private int evenUpTo;

  /** Begins at the first token. */
  public SqlLexer(String sql, SqlSyntax syntax) {
    this.sql = sql;
    this.dialect = syntax.dialect();
    this.backslashEscapes = syntax.backslashEscapes() && dialect != Dialect.OTHER;
  }

  /** Where the token starts. */
  public int start() {
    return start;
  }

  /** Behind the token's last character. */
  public int end() {
    return end;
  }

  /** Whether white space or a comment stood before the token. */
  public boolean isSpaced() {
    return spaced;
  }

  /**
   * Whether something up to here may read differently in the database: a text or comment that is
   * not closed, or a comment that only some versions execute.
   */
  public boolean isUnsure() {
    return unsure;
  }

  /** The next token is the rest of the text, and ambiguous. */
  void giveUp() {
    isGivenUp = true;
  }

  /** Steps to the next token; at the end it stays there. */
  public Token next() {
    if (isGivenUp) {
      isGivenUp = false;
      start = Math.min(start, sql.length());
      return ambiguous();
    }
    int before = end;
    start = skipBlank(end);
    spaced = start > before;
    if (start < 0) {
      start = before;
      return ambiguous();
    }
    if (start >= sql.length()) {
      end = start;
      return Token.END;
    }
    char c = sql.charAt(start);
    if (isNameStart(c)) {
      return word();
    }
    return switch (c) {
      case '\'' -> text(start + 1, backslashEscapes, false);
      case '"' -> doubleQuoted();
      case '`' -> dialect.hasBackticks() ? quotedName('`') : punctuation();
      case '[' -> bracket();
      case '$' -> dollar();
      case '#' -> dialect == Dialect.OTHER ? hash() : punctuation();
      case '?' -> {
        end = start + 1;
        yield Token.PARAMETER;
      }
      default ->
          isDigit(c) || c == '.' && isDigit(at(start + 1)) && !endsName(at(start - 1))
              ? number()
              : punctuation();
    };
  }

  private Token punctuation() {
    end = start + 1;
    return Token.PUNCTUATION;
  }

  private Token ambiguous() {
    end = sql.length();
    unsure = true;
    return Token.AMBIGUOUS;
  }

  private Token word() {
    end = start + 1;
    while (isNamePart(at(end))) {
      end++;
    }
    int length = end - start;
    char first = (char) (sql.charAt(start) | 0x20);
    if (at(end) == '\'') {
      if (length == 1 && first == 'e' && dialect.hasEscapeTexts()) {
        return text(end + 1, dialect != Dialect.OTHER, true);
      }
      if (length == 1 && (first == 'n' || first == 'x' || first == 'b')
          || sql.charAt(start) == '_' && dialect.hasIntroducers()) {
        return text(end + 1, backslashEscapes, false);
      }
      boolean isNational = length == 2 && first == 'n' && (sql.charAt(start + 1) | 0x20) == 'q';
      if (dialect.hasQuoteTexts() && (length == 1 && first == 'q' || isNational)) {
        return quoteText(end + 1);
      }
    }
    if (length == 1 && first == 'u' && at(end) == '&' && dialect.hasUnicodeTexts()) {
      if (at(end + 1) == '\'') {
        return text(end + 2, false, false);
      }
      if (at(end + 1) == '"') {
        end = closing('"', end + 2, false);
        return end < 0 ? ambiguous() : Token.LITERAL; // a name, but which one?
      }
    }
    return Token.WORD;
  }

  /** A text in single quotes; {@code continues} if what follows on the next line is part of it. */
  private Token text(int from, boolean escapes, boolean continues) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && escapes) {
        i += 2;
      } else if (c == '\\' && dialect == Dialect.OTHER && at(i + 1) == '\'') {
        return ambiguous(); // an escaped quote, or the end of the text?
      } else if (c != '\'') {
        i++;
      } else if (at(i + 1) == '\'') {
        i += 2;
      } else {
        int goesOn = continues ? continuation(i + 1) : -1;
        if (goesOn < 0) {
          end = i + 1;
          return Token.LITERAL;
        }
        i = goesOn;
      }
    }
    end = sql.length();
    unsure = true;
    return Token.LITERAL;
  }

  /** PostgreSQL: 'a' and 'b' on the next line are one text, and the E before holds for both. */
  private int continuation(int from) {
    int i = skipBlank(from);
    if (i < 0 || at(i) != '\'') {
      return -1;
    }
    int newline = sql.indexOf('\n', from);
    return newline >= 0 && newline < i ? i + 1 : -1;
  }

  /** Oracle and Firebird: q'[it's]'. */
  private Token quoteText(int from) {
    char open = at(from);
    char close =
        switch (open) {
          case '[' -> ']';
          case '(' -> ')';
          case '{' -> '}';
          case '<' -> '>';
          default -> open;
        };
    for (int i = sql.indexOf('\'', from + 1); i >= 0; i = sql.indexOf('\'', i + 1)) {
      if (i > from + 1 && sql.charAt(i - 1) == close) {
        end = i + 1;
        return Token.LITERAL;
      }
    }
    return ambiguous();
  }

  private Token doubleQuoted() {
    end = closing('"', start + 1, backslashEscapes && dialect.isMySql());
    if (end < 0) {
      return ambiguous();
    }
    return dialect.quotesMayHoldText() ? Token.NAME_OR_TEXT : Token.QUOTED_NAME;
  }

  private Token quotedName(char quote) {
    end = closing(quote, start + 1, false);
    return end < 0 ? ambiguous() : Token.QUOTED_NAME;
  }

  /** Behind the closing quote; -1 if there is none, or if it is unknown which one closes. */
  private int closing(char quote, int from, boolean escapes) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && escapes) {
        i += 2;
      } else if (c == '\\' && dialect == Dialect.OTHER && at(i + 1) == quote) {
        return -1;
      } else if (c != quote) {
        i++;
      } else if (at(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return -1;
  }

  /** A name in SQLite and SQL Server; an array's subscript or a list elsewhere. */
  private Token bracket() {
    if (dialect == Dialect.SQLITE) {
      boolean hasQuotes = false;
      for (int i = start + 1; i < sql.length(); i++) {
        char c = sql.charAt(i);
        if (c == ']') {
          end = i + 1;
          if (hasQuotes) {
            return Token.LITERAL; // what is not plain is not shown
          }
          return isNameStart(at(start + 1)) ? Token.QUOTED_NAME : Token.NAME_OR_TEXT;
        }
        hasQuotes |= c == '\'' || c == '"' || c == '$';
      }
      return ambiguous();
    }
    if (dialect != Dialect.OTHER && dialect != Dialect.H2) {
      return punctuation();
    }
    boolean isPlain = isNameStart(at(start + 1));
    boolean isOdd = false;
    int most = Math.min(sql.length(), start + 2 + LONGEST_NAME);
    for (int i = start + 1; i < most; i++) {
      char c = sql.charAt(i);
      if (c == ']') {
        if (isOdd && dialect == Dialect.OTHER) {
          return ambiguous(); // [It's]: a name, or the beginning of a text?
        }
        if (isPlain && !isGlued()) {
          end = i + 1;
          return Token.QUOTED_NAME;
        }
        break;
      }
      isOdd ^= c == '\'' || c == '"';
      isPlain &= isNamePart(c) || c == ' ' || c == '-';
    }
    return punctuation();
  }

  /** Whether a dot behind it belongs to a name: `a`.1st. */
  private static boolean endsName(char c) {
    return isNamePart(c) || c == '`' || c == '"' || c == ']';
  }

  /** Whether an operand ends right before the token. */
  private boolean isGlued() {
    char before = at(start - 1);
    return isNamePart(before) || before == ')' || before == ']' || before == '"';
  }

  /** $1 is a parameter; $$…$$ and $tag$…$tag$ are texts; $name is a parameter in SQLite. */
  private Token dollar() {
    int i = start + 1;
    if (isDigit(at(i))) {
      while (isDigit(at(i))) {
        i++;
      }
      end = i;
      return Token.PARAMETER;
    }
    if (!dialect.hasDollarTexts()) {
      word();
      return Token.PARAMETER; // in SQLite; in MySQL it may be a name, which is not worth a doubt
    }
    int most = Math.min(sql.length(), start + LONGEST_NAME);
    while (i < most && isNamePart(at(i)) && at(i) != '$' && dialect != Dialect.H2) {
      i++;
    }
    if (at(i) != '$') {
      return i == most && i < sql.length() ? ambiguous() : punctuation();
    }
    int tagLength = i + 1 - start;
    for (int close = sql.indexOf('$', i + 1); close >= 0; close = sql.indexOf('$', close + 1)) {
      if (sql.regionMatches(close, sql, start, tagLength)) {
        end = close + tagLength;
        return Token.LITERAL;
      }
    }
    end = sql.length();
    unsure = true;
    return Token.LITERAL;
  }

  /** An unknown database: a temporary table's name, an operator, or a comment. */
  private Token hash() {
    if (!isSameEitherWay(start)) {
      return ambiguous();
    }
    if (!isNamePart(at(start + 1))) {
      return punctuation();
    }
    end = start + 1;
    while (isNamePart(at(end)) || at(end) == '#') {
      end++;
    }
    return Token.WORD;
  }

  /**
   * Digits, letters and dots: 1, 1.5, 0x1F, 1e10, 1_000; and the sign of an exponent. What is glued
   * to a number belongs to it, for it may be part of a literal, unless it is a keyword.
   */
  private Token number() {
    int i = start;
    boolean isHex = at(i) == '0' && (at(i + 1) | 0x20) == 'x';
    while (isDigit(at(i)) || at(i) == '.' || at(i) == '_' || isHex && isNamePart(at(i))) {
      i++;
    }
    if ((at(i) | 0x20) == 'e') {
      int digits = at(i + 1) == '+' || at(i + 1) == '-' ? i + 2 : i + 1;
      if (isDigit(at(digits))) {
        i = digits;
        while (isDigit(at(i))) {
          i++;
        }
      }
    }
    int glued = i;
    while (isNamePart(at(glued))) {
      glued++;
    }
    end = glued > i && Word.of(sql, i, glued).mayFollowNumber() ? i : glued;
    return Token.LITERAL;
  }

  /** Behind white space and comments; -1 if it is unknown where a comment ends. */
  private int skipBlank(int from) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        i++;
      } else if (c == '-' && at(i + 1) == '-' && isComment(i)) {
        if (dialect == Dialect.OTHER && !isBlank(at(i + 2)) && !isSameEitherWay(i)) {
          return -1;
        }
        i = nextLine(i);
      } else if (c == '/' && at(i + 1) == '/' && dialect.hasSlashComments()
          || c == '#' && dialect.isMySql()) {
        i = nextLine(i);
      } else if (c == '/' && at(i + 1) == '*') {
        i = comment(i);
      } else if (executable && c == '*' && at(i + 1) == '/') {
        executable = false;
        i += 2;
      } else {
        break;
      }
      if (i < 0) {
        return -1;
      }
    }
    return i;
  }

  /** MySQL wants white space behind the dashes: 5--1 is 6. */
  private boolean isComment(int dashes) {
    return !dialect.isMySql() || isBlank(at(dashes + 2));
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isISOControl(c);
  }

  /** Behind the line's end; -1 if it is unknown whether a carriage return alone ends it. */
  private int nextLine(int from) {
    boolean isUnknown = dialect == Dialect.OTHER || dialect == Dialect.FIREBIRD;
    for (int i = from; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\n' || c == '\r' && dialect.endsLinesWithReturn()) {
        return i + 1;
      }
      if (c == '\r' && isUnknown && at(i + 1) != '\n') {
        return -1;
      }
    }
    return sql.length();
  }

  /**
   * Whether the rest of a line leaves the state of quotes as it is: then it makes no difference to
   * literals behind it whether it is a comment.
   */
  private boolean isSameEitherWay(int from) {
    if (from < evenUpTo) {
      return true; // known from an earlier place in the same line
    }
    int newline = sql.indexOf('\n', from);
    int line = newline < 0 ? sql.length() : newline;
    boolean single = false;
    boolean twice = false;
    for (int i = from; i < line; i++) {
      single ^= sql.charAt(i) == '\'';
      twice ^= sql.charAt(i) == '"';
    }
    evenUpTo = single || twice ? 0 : line;
    return !single && !twice;
  }

  /**
   * Behind a comment; in MySQL the beginning of one that is executed is blank, and so is its end.
   */
  private int comment(int from) {
    boolean isMariaDb = (at(from + 2) | 0x20) == 'm' && at(from + 3) == '!';
    if (at(from + 2) == '!' || isMariaDb) {
      boolean isMySql = dialect.isMySql();
      unsure |= (isMySql || dialect == Dialect.OTHER) && (isMariaDb || dialect == Dialect.OTHER);
      if (isMySql) {
        int i = from + (isMariaDb ? 4 : 3);
        unsure |= isDigit(at(i));
        while (isDigit(at(i))) {
          i++;
        }
        executable = true;
        return i;
      }
    }
    return endOfComment(from + 2);
  }

  /** Some databases nest comments; elsewhere the first end ends them all. */
  private int endOfComment(int from) {
    int depth = 1;
    int i = from;
    while (i < sql.length() - 1) {
      if (sql.charAt(i) == '*' && sql.charAt(i + 1) == '/') {
        i += 2;
        if (--depth == 0) {
          return i;
        }
      } else if (sql.charAt(i) == '/' && sql.charAt(i + 1) == '*') {
        if (dialect == Dialect.OTHER) {
          return -1;
        }
        depth += dialect.nestsComments() ? 1 : 0;
        i += dialect.nestsComments() ? 2 : 1;
      } else {
        i++;
      }
    }
    unsure = true;
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
