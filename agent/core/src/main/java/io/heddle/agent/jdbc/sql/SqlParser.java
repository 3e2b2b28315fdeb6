package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns SQL into {@link SqlStatement}s: what each of them does to what, and its text without
 * literals, comments and differences in white space.
 *
 * <p>Linear in the text's length. Normalised text is cut at {@link #MAX_TEXT} characters, always
 * between tokens. Of a text of more than {@link #MOST_STATEMENTS} statements the rest is one that
 * was not read for certain.
 */
public final class SqlParser {
  /** Longest normalised text of a statement, in characters. */
  public static final int MAX_TEXT = 8_192;

  /** Most statements of a text, with the one that stands for the rest. */
  static final int MOST_STATEMENTS = 128;

  private final Tokens tokens;

  private SqlParser(String sql, SqlSyntax syntax) {
    this.tokens = new Tokens(sql, syntax);
  }

  /** Reads a text under the database's default settings; never fails. */
  public static SqlText parse(String sql, Dialect dialect) {
    return parse(sql, SqlSyntax.of(dialect));
  }

  /** Reads a text; never fails. */
  public static SqlText parse(String sql, SqlSyntax syntax) {
    return new SqlText(new SqlParser(sql, syntax).read());
  }

  private List<SqlStatement> read() {
    List<SqlStatement> statements = new ArrayList<>(1);
    dropSemicolons();
    while (tokens.kind() != Token.END) {
      boolean isRest = statements.size() == MOST_STATEMENTS - 1;
      statements.add(isRest ? rest() : statement());
      if (isRest) {
        break;
      }
      dropSemicolons();
    }
    if (statements.isEmpty()) {
      Reading nothing = new Reading();
      nothing.is("OTHER", OperationType.OTHER, Effect.SESSION);
      statements.add(nothing.finish(""));
    }
    return statements;
  }

  private void dropSemicolons() {
    while (tokens.is(';')) {
      tokens.drop();
    }
  }

  private SqlStatement statement() {
    Reading reading = new Reading();
    tokens.text().begin();
    new StatementReader(tokens, reading).read();
    if (tokens.kind() == Token.AMBIGUOUS) {
      tokens.text().rest();
      tokens.drop();
      reading.garbled();
    } else if (tokens.isUnsure()) {
      reading.garbled();
    }
    return reading.finish(tokens.text().text());
  }

  private SqlStatement rest() {
    Reading reading = new Reading();
    tokens.text().begin();
    tokens.text().rest();
    reading.garbled();
    return reading.finish(tokens.text().text());
  }
}
