package io.heddle.agent.jdbc.row;

import io.heddle.agent.jdbc.row.RowStatement.Condition;
import io.heddle.agent.jdbc.row.RowStatement.Operand;
import io.heddle.agent.jdbc.row.RowStatement.Verb;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlLexer;
import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads which rows a statement writes, and what with. It takes what it knows for certain and
 * nothing else: whatever stands in an unexpected place makes the statement one whose rows cannot be
 * told, for a wrong fingerprint is worse than none.
 *
 * <p>Linear in the text's length. Bounds: {@link #MOST_CHARS}, {@link #MOST_ROWS}, {@link
 * #MOST_COLUMNS}.
 */
final class RowParser {
  private static final int MOST_CHARS = 65_536;
  private static final int MOST_ROWS = 512;
  private static final int MOST_COLUMNS = 255;
  private static final Operand COMPUTED = new Operand.Computed();

  /** The text is not one of those that are understood. */
  private static final class Unclear extends Exception {
    private static final long serialVersionUID = 1;

    Unclear() {
      super(null, null, false, false);
    }
  }

  private final SqlSyntax syntax;
  private final SqlLexer lexer;
  private final String sql;
  private Token token;
  private String text = "";
  private int parameters;

  private RowParser(String sql, SqlSyntax syntax) {
    this.sql = sql;
    this.syntax = syntax;
    this.lexer = new SqlLexer(sql, syntax);
  }

  /** Reads a statement; null if its rows cannot be told from it. */
  static RowStatement parse(String sql, SqlSyntax syntax) {
    if (sql.length() > MOST_CHARS) {
      return null;
    }
    try {
      return new RowParser(sql, syntax).statement();
    } catch (Unclear unclear) {
      return null;
    }
  }

  private RowStatement statement() throws Unclear {
    next();
    RowStatement read;
    if (skipped("INSERT")) {
      read = insert();
    } else if (skipped("UPDATE")) {
      read = update();
    } else if (skipped("DELETE")) {
      expect("FROM");
      String table = table();
      read = new RowStatement(Verb.DELETE, table, List.of(), List.of(), where());
    } else {
      throw new Unclear();
    }
    if (is("RETURNING")) {
      while (token != Token.END && !text.equals(";")) {
        next();
      }
    }
    skipped(";");
    if (token != Token.END) {
      throw new Unclear();
    }
    return read;
  }

  private RowStatement insert() throws Unclear {
    expect("INTO");
    String table = table();
    List<String> columns = new ArrayList<>();
    expect("(");
    do {
      add(columns, name());
    } while (skipped(","));
    expect(")");
    expect("VALUES");
    List<List<Operand>> rows = new ArrayList<>();
    do {
      if (rows.size() == MOST_ROWS) {
        throw new Unclear();
      }
      expect("(");
      List<Operand> row = new ArrayList<>(columns.size());
      do {
        row.add(operand());
      } while (skipped(","));
      expect(")");
      if (row.size() != columns.size()) {
        throw new Unclear();
      }
      rows.add(List.copyOf(row));
    } while (skipped(","));
    return new RowStatement(Verb.INSERT, table, List.copyOf(columns), rows, List.of());
  }

  private RowStatement update() throws Unclear {
    String table = table();
    expect("SET");
    List<String> columns = new ArrayList<>();
    List<Operand> row = new ArrayList<>();
    do {
      add(columns, column());
      expect("=");
      row.add(operand());
    } while (skipped(","));
    return new RowStatement(
        Verb.UPDATE, table, List.copyOf(columns), List.of(List.copyOf(row)), where());
  }

  /** Conditions joined by AND, each plain; the rest of them do not say which rows these are. */
  private List<Condition> where() throws Unclear {
    expect("WHERE");
    List<Condition> conditions = new ArrayList<>();
    do {
      String column = compared();
      if (skipped("IS")) {
        skipped("NOT");
        expect("NULL");
      } else if (skipped("=")) {
        conditions.add(new Condition(column, simple()));
      } else {
        while (text.length() == 1 && "<>!=".indexOf(text.charAt(0)) >= 0) {
          next();
        }
        simple();
      }
    } while (skipped("AND"));
    return List.copyOf(conditions);
  }

  /** A table's name, possibly behind a schema and before an alias. */
  private String table() throws Unclear {
    skipped("ONLY");
    String table = name();
    while (skipped(".")) {
      table = name();
    }
    boolean isNamed = skipped("AS");
    boolean isAlias =
        token == Token.WORD && !is("SET") && !is("WHERE") && !is("VALUES") && !is("USING");
    if (isNamed || isAlias) {
      name();
    }
    return table;
  }

  /** A column's name, possibly behind its table's. */
  private String column() throws Unclear {
    String column = name();
    while (skipped(".")) {
      column = name();
    }
    return column;
  }

  private String name() throws Unclear {
    boolean isQuoted = token == Token.QUOTED_NAME || token == Token.NAME_OR_TEXT;
    if (token != Token.WORD && !isQuoted || isQuoted && text.length() < 3) {
      throw new Unclear();
    }
    String name = isQuoted ? text.substring(1, text.length() - 1) : text;
    if (isQuoted && name.indexOf(text.charAt(0)) >= 0) {
      throw new Unclear();
    }
    next();
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * A column that is compared. In double quotes it may be a text: in SQLite if there is no such
   * column, and then the comparison says nothing of a row that exists; elsewhere always.
   */
  private String compared() throws Unclear {
    boolean mayBeText = token == Token.NAME_OR_TEXT && syntax.dialect() != Dialect.SQLITE;
    String column = name();
    if (mayBeText && !text.equals(".")) {
      throw new Unclear();
    }
    while (skipped(".")) {
      column = name();
    }
    return column;
  }

  private static void add(List<String> columns, String column) throws Unclear {
    if (columns.size() == MOST_COLUMNS || columns.contains(column)) {
      throw new Unclear();
    }
    columns.add(column);
  }

  /** What is assigned: one value, or an expression that only the database can compute. */
  private Operand operand() throws Unclear {
    Operand first = endsOperand() ? COMPUTED : value();
    if (endsOperand()) {
      return first;
    }
    int depth = 0;
    while (depth > 0 || !endsOperand()) {
      depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
      // Behind FROM conditions may be those of another table.
      if (token == Token.END || depth < 0 || depth == 0 && is("FROM")) {
        throw new Unclear();
      }
      next();
    }
    return COMPUTED;
  }

  /** One value and nothing else. */
  private Operand simple() throws Unclear {
    Operand simple = value();
    if (simple == COMPUTED) {
      throw new Unclear();
    }
    return simple;
  }

  private boolean endsOperand() {
    return token == Token.END
        || text.equals(",")
        || text.equals(")")
        || text.equals(";")
        || is("WHERE")
        || is("RETURNING");
  }

  /** What one token says, and steps behind it; a sign goes with its number. */
  private Operand value() throws Unclear {
    boolean isNegative = text.equals("-");
    if (isNegative) {
      next();
    }
    Operand value = COMPUTED;
    if (token == Token.PARAMETER) {
      value = isNegative ? COMPUTED : new Operand.Parameter(parameters);
    } else if (token == Token.LITERAL) {
      value = literal(isNegative);
    } else if (isNegative || token != Token.WORD) {
      return COMPUTED; // not stepped over: it may open a bracket
    } else if (is("NULL")) {
      value = new Operand.Constant(null);
    } else if (is("TRUE") || is("FALSE")) {
      value = new Operand.Constant(is("TRUE"));
    } else {
      return COMPUTED;
    }
    next();
    return value;
  }

  /** A plain text or number; prefixes, escapes and digits of another base are the database's. */
  private Operand literal(boolean isNegative) {
    if (text.charAt(0) == '\'') {
      boolean isPlain = !isNegative && text.length() > 1 && text.indexOf('\\') < 0;
      return isPlain
          ? new Operand.Constant(text.substring(1, text.length() - 1).replace("''", "'"))
          : COMPUTED;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return COMPUTED;
      }
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return new Operand.Constant(isNegative ? number.negate() : number);
    } catch (NumberFormatException severalDots) {
      return COMPUTED;
    }
  }

  private void expect(String what) throws Unclear {
    if (!skipped(what)) {
      throw new Unclear();
    }
  }

  private boolean skipped(String what) throws Unclear {
    boolean is = is(what);
    if (is) {
      next();
    }
    return is;
  }

  /** Whether the token is that character or, in any case of letters, that word. */
  private boolean is(String what) {
    return (token == Token.WORD || token == Token.PUNCTUATION) && text.equalsIgnoreCase(what);
  }

  private void next() throws Unclear {
    boolean wasParameter = token == Token.PARAMETER;
    token = lexer.next();
    text = sql.substring(lexer.start(), lexer.end());
    boolean isGlued = wasParameter && !lexer.isSpaced();
    if (token == Token.AMBIGUOUS
        || lexer.isUnsure()
        || token == Token.PARAMETER && !text.equals("?")
        || isGlued && (token == Token.PARAMETER || token == Token.LITERAL || token == Token.WORD)
        || isGlued && (text.equals("|") || text.equals("&"))) {
      throw new Unclear(); // ?1, $1, ?? and ?|: which parameter is which is the driver's matter
    }
    if (token == Token.PARAMETER) {
      parameters++;
    } else if (token == Token.PUNCTUATION && text.equals(":") && isNamedParameter()) {
      throw new Unclear();
    }
  }

  /** {@code :name}; but {@code ::type} is a cast, whose second colon follows at once. */
  private boolean isNamedParameter() {
    boolean isCast =
        lexer.end() < sql.length() && sql.charAt(lexer.end()) == ':'
            || lexer.start() > 0 && sql.charAt(lexer.start() - 1) == ':';
    return !isCast;
  }
}
