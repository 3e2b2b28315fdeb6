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
  private final Runnable drift;

  /**
   * @param control takes a statement that controls the transaction
   * @param end ends the open transaction
   * @param drift takes it that whether a transaction is open is not known
   */
  SeveralStatements(
      TransactionRules rules,
      TransactionView view,
      OpenTransaction open,
      Consumer<SqlStatement> control,
      Consumer<Outcome> end,
      Runnable drift) {
    this.rules = rules;
    this.view = view;
    this.open = open;
    this.control = control;
    this.end = end;
    this.drift = drift;
  }

  /**
   * All succeeded.
   *
   * @param isAdrift whether it is not known if a transaction was open
   * @param mayHaveChanged false if the connection is known to have changed no row
   */
  void succeeded(Calls calls, boolean isAdrift, boolean mayHaveChanged) {
    if (view.countsEnds() && !calls.isControlling()) {
      counted(calls, mayHaveChanged);
      return;
    }
    if (isAdrift || calls.isControlling() && isUnclear(calls)) {
      unknown(calls);
      return;
    }
    boolean isOpen = view.wasTransactional();
    boolean isAutoCommit = view.wasAutoCommit();
    boolean isBegun = view.isBegunBySql();
    boolean isUsed = view.wasOpen();
    boolean isImplicit = rules.textIsOne() && !calls.isBatch();
    boolean mayHaveEnded = false;
    int commitsByThemselves = 0;
    for (Calls.One one : calls.all()) {
      SqlStatement statement = one.statement();
      if (statement.control() != Control.NONE) {
        if (isBegun && maySwitchNothing(statement, isUsed && !mayHaveEnded)) {
          unknown(calls);
          return;
        }
        control.accept(statement);
        switch (statement.control()) {
          case BEGIN -> {
            isOpen = isOpen || rules.beginOpens() || !isAutoCommit;
            isBegun = true;
            isUsed = true;
          }
          case COMMIT, ROLLBACK -> {
            isAutoCommit |= isBegun && rules.endSwitchesAutoCommitOn();
            isBegun = false;
            isOpen = statement.chains() || !isAutoCommit && !rules.endInSqlFallsOut();
          }
          case AUTOCOMMIT_ON -> {
            isAutoCommit = true;
            isOpen = false;
          }
          case AUTOCOMMIT_OFF -> {
            isAutoCommit = false;
            isOpen = true;
          }
          case SAVEPOINT -> isOpen = isOpen || rules.savepointBegins();
          case RELEASE -> isOpen = isOpen && (!view.countsEnds() || view.isOpen());
          default -> {}
        }
      } else if (isOpen && rules.certainlyCommits(statement)) {
        end.accept(Outcome.COMMITTED);
        isOpen = !isAutoCommit;
      } else if (isOpen && mayCommit(statement)) {
        open.mayBeCommitted(true);
        mayHaveEnded = true;
        if (TransactionRules.runsCode(statement)) {
          open.doubtAll();
        }
      }
      isUsed |= statement.isWrite();
      if (statement.isWrite() && one.operation() != null) {
        boolean joins = (isOpen || isImplicit) && !rules.certainlyCommits(statement);
        if (joins && rules.isLasting(statement)) {
          open.joinLasting(one.operation());
        } else if (joins) {
          open.join(one.operation(), statement.insertsOneRow());
        } else {
          one.operation().decided(Outcome.COMMITTED);
          commitsByThemselves++;
        }
      }
    }
    boolean shouldBeOn = isAutoCommit && !isBegun; // BEGIN of H2 switches it off until the end
    boolean isOtherwise = view.hearsAutoCommit() && view.heardAutoCommit() != shouldBeOn;
    if (isOtherwise) {
      unknown(calls);
    } else if (view.countsEnds() && view.commits() < commitsByThemselves) {
      unknown(calls); // a result set that is still read keeps them from being committed
    } else {
      compare(calls, isOpen, isImplicit, mayHaveEnded);
    }
  }

  /**
   * SQLite counts the transactions that end: each of these writes is one, or joins an open one. A
   * schema that another connection has changed is read anew behind a rollback of its own.
   */
  private void counted(Calls calls, boolean mayHaveChanged) {
    int writes = 0;
    for (Calls.One one : calls.all()) {
      writes += one.statement().isWrite() ? 1 : 0;
    }
    boolean isEachOne = view.commits() >= writes && !view.wasTransactional();
    if (view.rollbacks() + view.commits() > 0 && !isEachOne) {
      unknown(calls);
      return;
    }
    boolean joins = view.commits() == 0 && (view.isOpen() || open.hasWrites() || mayHaveChanged);
    if (view.commits() > 0) {
      end.accept(Outcome.COMMITTED);
      view.fellOut();
    }
    for (Calls.One one : calls.all()) {
      if (!one.statement().isWrite() || one.operation() == null) {
        continue;
      }
      if (joins) {
        open.join(one.operation());
      } else {
        one.operation().decided(Outcome.COMMITTED);
      }
    }
  }

  /** Holds what should be open now against what the driver says. */
  private void compare(
      Calls calls, boolean shouldBeOpen, boolean isImplicit, boolean mayHaveEnded) {
    if (view.countsEnds()) {
      if (view.commits() > 0 && !shouldBeOpen) {
        end.accept(Outcome.COMMITTED);
        view.fellOut();
      }
      return;
    }
    if (!view.isReadable()) {
      if (!shouldBeOpen) {
        end.accept(Outcome.COMMITTED);
      }
      return;
    }
    if (view.tellsEnds()) {
      compareToEnds(calls, shouldBeOpen);
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

  /** A COMMIT of H2 that finds no transaction does not switch auto-commit on behind a BEGIN. */
  private boolean maySwitchNothing(SqlStatement statement, boolean isUsed) {
    return rules.endSwitchesAutoCommitOn() && statement.control() == Control.COMMIT && !isUsed;
  }

  /** The driver says how the transaction has ended that was open before the call. */
  private void compareToEnds(Calls calls, boolean shouldBeOpen) {
    if (view.isOpen()) {
      if (view.hasEnded() || !shouldBeOpen) {
        unknown(calls);
      }
    } else if (open.hasWrites() && !view.isSuspended()) {
      if (view.endedAs() == null) {
        unknown(calls);
      } else {
        end.accept(view.endedAs());
      }
    }
  }

  /**
   * Whether a transaction was open before the text is not known, or whether its statements were one
   * transaction or one each.
   */
  private boolean isUnclear(Calls calls) {
    return view.mayHaveBeenBegun() || view.wasOpenByHearsay() || mayBeSplit(calls);
  }

  private boolean mayBeSplit(Calls calls) {
    return rules.textIsOne()
        && !calls.isBatch()
        && view.maySplitTexts()
        && !view.wasTransactional();
  }

  private boolean mayCommit(SqlStatement statement) {
    return TransactionRules.runsCode(statement)
        ? rules.codeMayCommit(statement)
        : rules.mayCommitByItself(statement);
  }

  /**
   * One of them failed, and none controls the transaction.
   *
   * @param mayHaveChanged false if the connection is known to have changed no row
   */
  void failed(Calls calls, Failure failure, boolean mayHaveChanged) {
    List<Calls.One> all = calls.all();
    int commits = view.commits();
    boolean wasTransactional =
        view.countsEnds() && mayHaveChanged ? commits == 0 : view.wasTransactional();
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
        // A commit more may be counted, of a schema that was read anew.
        operation.decided(i < commits ? Outcome.UNKNOWN : Outcome.ROLLED_BACK);
      } else if (calls.isBatch() && saysTruth(wasTransactional)) {
        judge(one, isTrulyUndone(calls, one), wasTransactional);
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
      return !mayBeSplit(calls); // PostgreSQL runs a text as one, and autosave undoes it as one
    }
    return wasTransactional && view.tellsPosition() && !view.hasEnded() && !view.hasGrown();
  }

  private boolean saysTruth(boolean wasTransactional) {
    return wasTransactional ? rules.dialect() == Dialect.H2 : rules.countsFailedBatches();
  }

  /**
   * Whether what the driver says has failed has left nothing. MySQL's connector says so of all that
   * stood in one text, if it has rewritten a batch, though the first of them are committed.
   */
  private boolean isTrulyUndone(Calls calls, Calls.One one) {
    return open.undoes(one.operation().subject().target())
        && (rules.dialect() != Dialect.MYSQL
            || one.statement().insertsOneRow() && calls.isOneUndone());
  }

  private void judge(Calls.One one, boolean isTrulyUndone, boolean wasTransactional) {
    if (one.isUndone() && isTrulyUndone) {
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
    for (Calls.One one : calls.all()) {
      if (one.operation() != null && one.statement().isWrite()) {
        one.operation().decided(Outcome.UNKNOWN);
      }
    }
    end.accept(Outcome.UNKNOWN);
    if (view.countsEnds()) {
      view.fellOut();
      view.doubtEnd();
    } else if (calls.isControlling()) {
      view.doubtBegin();
      drift.run();
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
