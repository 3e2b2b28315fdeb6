package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of one call, in the order in which the database runs them: those of a text, or the
 * runs of a batch. Used by the thread that makes the call.
 */
public final class Calls {
  /**
   * One of them.
   *
   * @param operation what is recorded of it; null if nothing is
   * @param isComplete of a call that failed: whether the driver says that all of it succeeded
   * @param isUndone of a call that failed: whether the driver says that none of it succeeded
   */
  record One(SqlStatement statement, Operation operation, boolean isComplete, boolean isUndone) {}

  private final List<One> all = new ArrayList<>();
  private final boolean isBatch;
  private boolean isControlling;

  private Calls(boolean isBatch) {
    this.isBatch = isBatch;
  }

  /** Statements of a text. */
  public static Calls ofText() {
    return new Calls(false);
  }

  /** Runs of a batch. */
  public static Calls ofBatch() {
    return new Calls(true);
  }

  /** Adds a statement of which the driver says nothing apart from the others. */
  public void add(SqlStatement statement, Operation operation) {
    add(statement, operation, false, false);
  }

  /** Adds a run of a batch. */
  public void add(
      SqlStatement statement, Operation operation, boolean isComplete, boolean isUndone) {
    all.add(new One(statement, operation, isComplete, isUndone));
    isControlling |= statement.control() != Control.NONE;
  }

  List<One> all() {
    return all;
  }

  SqlStatement last() {
    return all.get(all.size() - 1).statement;
  }

  /** Whether each writes rows, and does nothing else. */
  boolean areWrites() {
    for (One one : all) {
      boolean isOfRows = one.statement.effect() == Effect.WRITE && one.statement.isCertain();
      if (!isOfRows || TransactionRules.runsCode(one.statement)) {
        return false;
      }
    }
    return true;
  }

  /** Of a call that failed: whether the driver says that of no more than one. */
  boolean isOneUndone() {
    int undone = 0;
    for (One one : all) {
      undone += one.isUndone ? 1 : 0;
    }
    return undone <= 1;
  }

  boolean isBatch() {
    return isBatch;
  }

  /** Whether one of them controls the transaction. */
  boolean isControlling() {
    return isControlling;
  }
}
