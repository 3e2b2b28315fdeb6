package io.heddle.agent.jdbc.sql;

import java.util.List;

/**
 * A text as it is given to a driver: its statements in their order. Immutable, and the same object
 * for all executions of one text.
 *
 * @param statements at least one
 */
public record SqlText(List<SqlStatement> statements) {
  public SqlText {
    statements = List.copyOf(statements);
  }

  /** The first statement, which nearly always is the only one. */
  public SqlStatement first() {
    return statements.get(0);
  }

  /** Whether one of them controls the transaction. */
  public boolean isControlling() {
    for (SqlStatement statement : statements) {
      if (statement.control() != SqlStatement.Control.NONE) {
        return true;
      }
    }
    return false;
  }

  /** The last statement alone. */
  public SqlText onlyLast() {
    return new SqlText(List.of(statements.get(statements.size() - 1)));
  }

  /** The same without what follows the first statement. */
  public SqlText onlyFirst() {
    return new SqlText(List.of(first()));
  }

  /** Whether there is one statement and no more. */
  public boolean isSingle() {
    return statements.size() == 1;
  }
}
