package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Subject;
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
    List<SqlStatement> statements = new SqlParser(sql, syntax).read();
    return new SqlText(statements, together(statements));
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

  /** Of several statements in one text the first write is shown, else the first. */
  private static SqlStatement together(List<SqlStatement> statements) {
    SqlStatement shown = statements.get(0);
    if (statements.size() == 1) {
      return shown;
    }
    boolean isMixed = false;
    StringBuilder text = new StringBuilder();
    for (SqlStatement statement : statements) {
      isMixed |= statement.control() != Control.NONE;
      if (text.length() + statement.subject().text().length() < MAX_TEXT) {
        text.append(text.isEmpty() ? "" : "; ").append(statement.subject().text());
      }
      if (statement.isWrite() && !shown.isWrite()) {
        shown = statement;
      }
    }
    Subject first = shown.subject();
    return new SqlStatement(
        new Subject(
            first.type(),
            first.changesSomething(),
            first.verb(),
            first.target(),
            text.toString(),
            first.spanName(),
            first.isCertain()),
        List.of(),
        shown.effect(),
        isMixed ? Control.MIXED : shown.control(),
        shown.savepoint(),
        false,
        shown.isCertain(),
        false,
        List.of());
  }
}
