package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.operation.Subject;
import java.util.List;
import java.util.Locale;

/**
 * Turns SQL into a {@link SqlStatement}: literals become {@code ?}, comments go, white space
 * shrinks to one blank, {@code IN (?, ?, ?)} becomes {@code IN (?)} and rows of {@code VALUES}
 * behind the first vanish, so that statements which differ only in values read the same.
 *
 * <p>Linear in the text's length. Normalised text is cut at {@link #MAX_TEXT} characters, always
 * between tokens.
 */
public final class SqlParser {
  /** Longest normalised text, in characters. */
  public static final int MAX_TEXT = 8_192;

  private final SqlLexer lexer;
  private final String sql;
  private final StringBuilder text;
  private SqlReading reading = new SqlReading();
  private SqlReading shown;
  private boolean mixed;
  private boolean several;
  private int depth;
  private int listDepth = -1;
  private int rowsDepth = -1;
  private boolean rowsBehindFirst;
  private boolean nameGoesOn;
  private boolean lastWasTarget;
  private String lastWord = "";

  private SqlParser(String sql, Dialect dialect) {
    this.sql = sql;
    this.lexer = new SqlLexer(sql, dialect);
    this.text = new StringBuilder(Math.min(sql.length(), MAX_TEXT));
  }

  /** Reads a statement; never fails. */
  public static SqlText parse(String sql, Dialect dialect) {
    return new SqlParser(sql, dialect).read();
  }

  private SqlText read() {
    Token token = lexer.next();
    while (token != Token.END && token != Token.AMBIGUOUS) {
      if (token == Token.WORD) {
        word();
      } else if (token == Token.QUOTED_NAME) {
        quotedName();
      } else if (token == Token.LITERAL || token == Token.PARAMETER) {
        placeholder();
      } else {
        punctuation(sql.charAt(lexer.start()));
      }
      token = lexer.next();
    }
    if (token == Token.AMBIGUOUS) {
      show("?…");
    }
    endStatement();
    SqlStatement all = result();
    return new SqlText(List.of(all), all);
  }

  private void word() {
    String original = sql.substring(lexer.start(), lexer.end());
    String upper = original.toUpperCase(Locale.ROOT);
    String before = reading.target;
    if (nameGoesOn) {
      reading.qualify(original);
    } else {
      reading.word(upper, original, depth);
    }
    lastWasTarget = !reading.target.equals(before);
    nameGoesOn = false;
    if (upper.equals("VALUES") && rowsDepth < 0) {
      rowsDepth = depth;
    } else if (rowsDepth == depth) {
      rowsDepth = -1; // VALUES (…), (…) ON CONFLICT: the rows are over
      rowsBehindFirst = false;
    }
    lastWord = upper;
    show(original);
  }

  private void quotedName() {
    String quoted = sql.substring(lexer.start(), lexer.end());
    String bare = quoted.substring(1, Math.max(1, quoted.length() - 1));
    String before = reading.target;
    if (nameGoesOn) {
      reading.qualify(bare);
    } else {
      reading.quotedName(bare);
    }
    lastWasTarget = !reading.target.equals(before);
    nameGoesOn = false;
    lastWord = "";
    show(quoted);
  }

  private void placeholder() {
    nameGoesOn = false;
    lastWasTarget = false;
    boolean repeats = listDepth == depth && endsWithPlaceholder();
    if (repeats) {
      text.setLength(text.lastIndexOf("?") + 1); // drop ", " before the next of the same list
    } else {
      show("?");
    }
    lastWord = "";
  }

  private boolean endsWithPlaceholder() {
    int i = text.length() - 1;
    while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == ',')) {
      i--;
    }
    return i >= 0 && i < text.length() - 1 && text.charAt(i) == '?';
  }

  private void punctuation(char c) {
    switch (c) {
      case '(' -> {
        depth++;
        if (lastWord.equals("IN")) {
          listDepth = depth;
        }
      }
      case ')' -> {
        listDepth = listDepth == depth ? -1 : listDepth;
        depth = Math.max(0, depth - 1);
        if (rowsDepth == depth && rowsBehindFirst) {
          lastWord = "";
          return; // closes a row that is not shown
        }
      }
      case ';' -> {
        if (depth == 0 && !reading.hasBody()) {
          endStatement();
        }
      }
      case ',' -> {
        if (rowsDepth >= 0 && rowsDepth == depth) {
          rowsBehindFirst = true;
          return;
        }
      }
      default -> {}
    }
    nameGoesOn = c == '.' && lastWasTarget;
    lastWasTarget = false;
    lastWord = "";
    reading.other(c);
    show(String.valueOf(c));
  }

  private void show(String token) {
    if (rowsBehindFirst && depth > rowsDepth || text.length() + token.length() + 1 > MAX_TEXT) {
      return;
    }
    if (lexer.isSpaced() && text.length() > 0) {
      text.append(' ');
    }
    text.append(token);
  }

  /** Of several statements in one text the first write is shown, else the first. */
  private void endStatement() {
    if (!reading.hasBegun()) {
      return;
    }
    mixed |= reading.control != Control.NONE;
    several |= shown != null;
    boolean writes = isWrite(reading);
    if (shown == null || writes && !isWrite(shown)) {
      shown = reading;
    }
    reading = new SqlReading();
    rowsDepth = -1;
    rowsBehindFirst = false;
  }

  private static boolean isWrite(SqlReading reading) {
    return reading.effect == SqlStatement.Effect.WRITE || reading.effect == SqlStatement.Effect.DDL;
  }

  private SqlStatement result() {
    SqlReading found = shown == null ? reading : shown;
    String normalised = text.toString().strip();
    String verb = found.verb.isEmpty() ? "OTHER" : found.verb;
    String name = found.target.isEmpty() ? verb : verb + ' ' + found.target;
    return new SqlStatement(
        new Subject(found.type, isWrite(found), verb, found.target, normalised, name),
        List.of(),
        shown == null ? SqlStatement.Effect.SESSION : found.effect,
        several && mixed ? Control.MIXED : found.control,
        found.savepoint,
        false);
  }
}
