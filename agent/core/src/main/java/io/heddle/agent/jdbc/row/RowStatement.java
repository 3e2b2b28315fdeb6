package io.heddle.agent.jdbc.row;

import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import java.util.List;

/**
 * A statement that names the rows it writes and what with, as far as its text tells: {@code INSERT
 * … VALUES}, {@code UPDATE … SET … WHERE} and {@code DELETE … WHERE} with conditions that all have
 * to hold. Immutable.
 *
 * @param verb what it does
 * @param table in lower case, without a schema
 * @param columns those it writes, in lower case, as they stand
 * @param rows what it writes into them: several for an INSERT, one for an UPDATE, else none
 * @param conditions columns that equal something in the rows it writes
 */
public record RowStatement(
    Verb verb,
    String table,
    List<String> columns,
    List<List<Operand>> rows,
    List<Condition> conditions) {
  /** What a statement does to its rows. */
  public enum Verb {
    INSERT,
    UPDATE,
    DELETE
  }

  /** Where a value comes from. */
  public sealed interface Operand {
    /**
     * What is bound to a parameter.
     *
     * @param index from 1 up
     */
    record Parameter(int index) implements Operand {}

    /**
     * What stands in the text.
     *
     * @param value a text, a number, a boolean or null
     */
    record Constant(Object value) implements Operand {}

    /** What the database makes of an expression. */
    record Computed() implements Operand {}
  }

  /** That a column equals something. */
  public record Condition(String column, Operand operand) {}

  /** How a text reads under the database's default settings; null as below. */
  public static RowStatement of(String sql, Dialect dialect) {
    return of(sql, SqlSyntax.of(dialect));
  }

  /** How a text reads; null if its rows cannot be told from it. */
  public static RowStatement of(String sql, SqlSyntax syntax) {
    return RowParser.parse(sql, syntax);
  }

  /** What a column equals in the rows it writes, by its conditions; null if they do not say. */
  public Operand whereIs(String column) {
    for (Condition condition : conditions) {
      if (condition.column.equals(column)) {
        return condition.operand;
      }
    }
    return null;
  }
}
