package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.operation.Operation;
import io.heddle.audit.spool.Outcome;
import java.util.List;
import java.util.function.Consumer;

/**
 * Judges the statements of one call that runs several: the driver's state is known before the first
 * and behind the last, and what was between follows from the rules of the database. Where both do
 * not agree, everything is UNKNOWN. Guarded by the lock of the connection's state.
 */
final class SeveralStatements {
  private final TransactionRules rules;
  private final TransactionView view;
  private final OpenTransaction open;
  private final Consumer<SqlStatement> control;
  private final Consumer<Outcome> end;

  /**
   * @param control takes a statement that controls the transaction
   * @param end ends the open transaction
   */
  SeveralStatements(
      TransactionRules rules,
      TransactionView view,
      OpenTransaction open,
      Consumer<SqlStatement> control,
      Consumer<Outcome> end) {
    this.rules = rules;
    this.view = view;
    this.open = open;
    this.control = control;
    this.end = end;
  }

  /** All succeeded. */
  void succeeded(Calls calls) {
    boolean isOpen = view.wasTransactional();
    boolean isImplicit = rules.textIsOne() && !calls.isBatch();
    boolean mayHaveEnded = false;
    for (Calls.One one : calls.all()) {
      SqlStatement statement = one.statement();
      if (statement.control() != Control.NONE) {
        control.accept(statement);
        isOpen = isOpenBehind(statement, isOpen);
      } else if (isOpen && rules.certainlyCommits(statement)) {
        end.accept(Outcome.COMMITTED);
        isOpen = !view.isAutoCommit();
      } else if (isOpen && mayCommit(statement)) {
        open.mayBeCommitted();
        mayHaveEnded = true;
        if (TransactionRules.runsCode(statement)) {
          open.doubtAll();
        }
      }
      if (statement.isWrite() && one.operation() != null) {
        boolean joins = (isOpen || isImplicit) && !rules.certainlyCommits(statement);
        if (joins) {
          open.join(one.operation());
        } else {
          one.operation().decided(Outcome.COMMITTED);
        }
      }
    }
    compare(calls, isOpen, isImplicit, mayHaveEnded);
  }

  /** Holds what should be open now against what the driver says. */
  private void compare(
      Calls calls, boolean shouldBeOpen, boolean isImplicit, boolean mayHaveEnded) {
    if (view.countsEnds()) {
      if (!shouldBeOpen && open.hasWrites() && view.commits() > 0) {
        end.accept(Outcome.COMMITTED);
      }
      return;
    }
    if (!view.isReadable()) {
      if (!shouldBeOpen) {
        end.accept(Outcome.COMMITTED);
      }
      return;
    }
    boolean isSurprising =
        view.hasSwitched() && !calls.isControlling()
            || view.isOpen() && !shouldBeOpen && view.isAutoCommit();
    if (isSurprising) {
      unknown(calls);
    } else if (!view.isOpen() && open.hasWrites()) {
      end.accept(isImplicit || mayHaveEnded ? Outcome.COMMITTED : Outcome.UNKNOWN);
    }
  }

  private boolean isOpenBehind(SqlStatement statement, boolean isOpen) {
    return switch (statement.control()) {
      case BEGIN -> rules.beginOpens() || !view.isAutoCommit();
      case COMMIT, ROLLBACK -> statement.chains() || !view.isAutoCommit();
      case SAVEPOINT -> isOpen || rules.savepointBegins();
      case RELEASE -> isOpen && (!view.countsEnds() || view.isOpen());
      default -> isOpen;
    };
  }

  private boolean mayCommit(SqlStatement statement) {
    return TransactionRules.runsCode(statement)
        ? rules.codeMayCommit()
        : rules.mayCommitByItself(statement);
  }

  /**
   * One of them failed, and none controls the transaction.
   *
   * @param mayHaveChanged false if the connection is known to have changed no row
   */
  void failed(Calls calls, Failure failure, boolean mayHaveChanged) {
    boolean wasTransactional = view.wasTransactional();
    List<Calls.One> all = calls.all();
    int commits = view.commits();
    boolean countsWrites = view.countsEnds() && view.rollbacks() <= 1 && areWrites(all);
    for (int i = 0; i < all.size(); i++) {
      Calls.One one = all.get(i);
      Operation operation = one.operation();
      if (operation == null || !one.statement().isWrite()) {
        continue;
      }
      if (failure.kind() == Failure.Kind.LOST) {
        doubt(operation, wasTransactional);
      } else if (isUndone(calls, mayHaveChanged, wasTransactional)) {
        operation.decided(Outcome.ROLLED_BACK);
      } else if (countsWrites && !wasTransactional && !calls.isBatch()) {
        operation.decided(i < commits ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
      } else if (calls.isBatch() && saysTruth(wasTransactional)) {
        judge(one, wasTransactional);
      } else {
        doubt(operation, wasTransactional);
      }
    }
  }

  /** Everything of the call is undone. */
  private boolean isUndone(Calls calls, boolean mayHaveChanged, boolean wasTransactional) {
    if (view.isAborted()) {
      return true;
    }
    if (view.countsEnds()) {
      return !mayHaveChanged && view.commits() == 0;
    }
    if (rules.textIsOne() && !calls.isBatch()) {
      return true; // PostgreSQL runs a text as one, and autosave undoes it as one
    }
    return wasTransactional && view.tellsPosition() && !view.hasEnded() && !view.hasGrown();
  }

  private boolean saysTruth(boolean wasTransactional) {
    return wasTransactional ? rules.dialect() == Dialect.H2 : rules.countsFailedBatches();
  }

  private void judge(Calls.One one, boolean wasTransactional) {
    if (one.isUndone()) {
      one.operation().decided(Outcome.ROLLED_BACK);
    } else if (!one.isComplete()) {
      doubt(one.operation(), wasTransactional);
    } else if (wasTransactional) {
      open.join(one.operation());
    } else {
      one.operation().decided(Outcome.COMMITTED);
    }
  }

  private void doubt(Operation operation, boolean wasTransactional) {
    if (wasTransactional) {
      open.joinDoubtful(operation);
    } else {
      operation.decided(Outcome.UNKNOWN);
    }
  }

  /** Nothing can be said of the call, nor of what was open before it. */
  void unknown(Calls calls) {
    boolean isOpen = view.isOpen();
    for (Calls.One one : calls.all()) {
      if (one.operation() != null && one.statement().isWrite()) {
        one.operation().decided(Outcome.UNKNOWN);
      }
    }
    end.accept(Outcome.UNKNOWN);
    if (isOpen && !view.isReadable()) {
      view.begunBySql();
    }
  }

  private static boolean areWrites(List<Calls.One> all) {
    for (Calls.One one : all) {
      if (!one.statement().isWrite()) {
        return false;
      }
    }
    return true;
  }
}
