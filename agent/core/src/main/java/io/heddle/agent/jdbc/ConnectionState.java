package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Operation;
import io.heddle.audit.spool.Outcome;
import io.heddle.sampler.policy.Guarantee;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows one physical connection and says of every write whether it was committed.
 *
 * <p>It claims COMMITTED only after the database has confirmed, and says UNKNOWN where it cannot
 * tell. Holds no reference to the connection. The methods are synchronized because an application
 * may hand a connection between threads; the lock is held for a few fields only, never while the
 * driver runs.
 */
final class ConnectionState {
  private final Dialect dialect;
  private final AtomicLong transactionIds;
  private final OutcomeSink sink;
  private final Savepoints savepoints = new Savepoints();

  private boolean autoCommit;

  /** A transaction was begun by SQL although auto-commit is on. */
  private boolean begunBySql;

  private boolean begunBySavepoint;

  private long transaction;
  private int nextOrdinal;

  /** Something in the transaction may have been committed already, or nobody knows what was. */
  private boolean uncertain;

  /**
   * The most that a write of the transaction is promised; null for nothing more. Volatile, because
   * it is asked without the lock before every statement and commit; written under it.
   */
  private volatile Guarantee promised;

  /** What the sink said before the first of those was recorded. */
  private long mark;

  /** Behind the last write that is recorded durably. */
  private int intendedTo;

  /** Where the database can be asked what became of a transaction; null: not known yet. */
  private String database;

  /** A statement failed inside the transaction: PostgreSQL answers its COMMIT with a rollback. */
  private boolean maybeAborted;

  ConnectionState(
      Dialect dialect, boolean autoCommit, AtomicLong transactionIds, OutcomeSink sink) {
    this.dialect = dialect;
    this.autoCommit = autoCommit;
    this.transactionIds = transactionIds;
    this.sink = sink;
  }

  Dialect dialect() {
    return dialect;
  }

  /** A statement of several, or one, succeeded; its operation learns its outcome. */
  synchronized void succeeded(Operation operation, SqlStatement statement, boolean hasResultSet) {
    if (statement.isWrite()) {
      attribute(operation, statement, hasResultSet);
    }
    if (statement.control() != Control.NONE) {
      controlled(statement);
    }
  }

  /**
   * A statement failed.
   *
   * @param sqlState null if the driver gave none
   * @param mayHaveWritten whether a part of it (some statements of a batch) may have taken effect
   */
  synchronized void failed(
      Operation operation, SqlStatement statement, String sqlState, boolean mayHaveWritten) {
    boolean open = isInTransaction();
    if (open) {
      maybeAborted = true;
      uncertain |= statement.control() != Control.NONE;
      uncertain |= statement.effect() == Effect.DDL && dialect.ddlCommits();
    }
    if (!statement.isWrite()) {
      return;
    }
    if (open && (mayHaveWritten || isConnectionLost(sqlState))) {
      joinTransaction(operation);
    } else if (mayHaveWritten
        || isConnectionLost(sqlState)
        || statement.control() == Control.MIXED) {
      operation.decided(Outcome.UNKNOWN);
    } else {
      operation.decided(Outcome.ROLLED_BACK);
    }
  }

  /** Whether a write of the open transaction is promised more than to survive the process. */
  boolean isPromised() {
    return promised != null;
  }

  /** What has to be durable before the transaction commits; null if nothing has to be, or is. */
  synchronized Intent intent() {
    return promised == null || intendedTo == nextOrdinal
        ? null
        : new Intent(transaction, nextOrdinal, mark, promised);
  }

  /** That is durable now. */
  synchronized void intended(Intent durable) {
    if (durable.transaction() == transaction) {
      intendedTo = durable.toOrdinal();
    }
  }

  /** Whether a statement may commit the open transaction, in whatever way. */
  synchronized boolean mayCommit(SqlStatement statement) {
    Control control = statement.control();
    return control == Control.COMMIT
        || control == Control.PREPARE
        || control == Control.MIXED
        || control == Control.RELEASE && begunBySavepoint
        || statement.effect() == Effect.DDL && dialect.ddlCommits();
  }

  /** Whether a write is committed when it returns. */
  synchronized boolean commitsByItself(SqlStatement write) {
    return !isInTransaction()
        || write.control() == Control.MIXED
        || write.effect() == Effect.DDL && dialect.ddlCommits();
  }

  /** The number of a transaction for a write that commits by itself. */
  long ownTransaction() {
    return transactionIds.incrementAndGet();
  }

  /** Whether the database can tell its ID of the open transaction: one that failed cannot. */
  synchronized boolean canBeAsked() {
    return dialect == Dialect.POSTGRESQL && !maybeAborted && isInTransaction();
  }

  /** Where the database can be asked what became of a transaction; null: not known yet. */
  synchronized String database() {
    return database;
  }

  /** Where the database can be asked what became of a transaction; empty: nowhere. */
  synchronized void database(String address) {
    database = address;
  }

  synchronized void committed() {
    end(confirmed());
  }

  synchronized void commitFailed(String sqlState) {
    if (isConnectionLost(sqlState)) {
      end(Outcome.UNKNOWN);
      return;
    }
    switch (dialect.failedCommit()) {
      case ROLLED_BACK -> end(undone());
      case UNKNOWN -> end(Outcome.UNKNOWN);
      case STILL_OPEN -> {}
    }
  }

  synchronized void rolledBack() {
    end(undone());
  }

  /** The connection was closed: whatever is open ends as the database ends it. */
  synchronized void closed() {
    end(uncertain ? Outcome.UNKNOWN : dialect.outcomeOfClose());
  }

  /** {@code setAutoCommit} succeeded; switching it on commits, as JDBC says. */
  synchronized void autoCommitSet(boolean on) {
    if (on && !autoCommit) {
      end(confirmed());
    }
    autoCommit = on;
  }

  /** {@code key} is the driver's savepoint object, or the name SQL gave. */
  synchronized void savepointSet(Object key) {
    savepoints.set(key, nextOrdinal);
  }

  synchronized void rolledBackTo(Object key) {
    int from = savepoints.rollBackTo(key);
    maybeAborted = false;
    if (from < 0) {
      uncertain = true; // undone back to a point we have not seen
    } else if (from < nextOrdinal) {
      sink.decided(transaction, from, nextOrdinal, undone());
    }
  }

  synchronized void savepointReleased(Object key) {
    savepoints.release(key);
    if (begunBySavepoint && savepoints.isEmpty()) {
      end(confirmed());
    }
  }

  private void attribute(Operation operation, SqlStatement statement, boolean hasResultSet) {
    boolean open = isInTransaction();
    if (statement.control() == Control.MIXED) {
      operation.decided(Outcome.UNKNOWN);
    } else if (statement.effect() == Effect.DDL && dialect.ddlCommits()) {
      if (open) {
        end(dialect == Dialect.OTHER ? Outcome.UNKNOWN : Outcome.COMMITTED);
      }
      operation.decided(dialect == Dialect.OTHER && open ? Outcome.UNKNOWN : Outcome.COMMITTED);
    } else if (open) {
      joinTransaction(operation);
    } else {
      // SQLite commits INSERT … RETURNING when its result set has been read to the end.
      boolean stillRuns = hasResultSet && dialect == Dialect.SQLITE;
      operation.decided(stillRuns ? Outcome.UNKNOWN : Outcome.COMMITTED);
    }
  }

  private void joinTransaction(Operation operation) {
    if (operation.isAnnounced()) {
      operation.decided(Outcome.UNKNOWN); // it was recorded as a transaction of its own
      return;
    }
    if (transaction == 0) {
      transaction = transactionIds.incrementAndGet();
    }
    operation.belongsTo(transaction, nextOrdinal++);
    if (operation.promised() != null) {
      if (promised == null) {
        mark = sink.mark();
      }
      promised = Guarantee.stronger(promised, operation.promised());
    }
  }

  private void controlled(SqlStatement statement) {
    switch (statement.control()) {
      case BEGIN -> begunBySql = true;
      case COMMIT -> end(confirmed());
      case ROLLBACK -> end(undone());
      case SAVEPOINT -> {
        // Outside a transaction SQLite begins one, which the release of that savepoint commits.
        begunBySavepoint |= !isInTransaction() && dialect == Dialect.SQLITE;
        savepointSet(statement.savepoint());
      }
      case ROLLBACK_TO -> rolledBackTo(statement.savepoint());
      case RELEASE -> savepointReleased(statement.savepoint());
      case PREPARE -> end(Outcome.UNKNOWN);
      case MIXED -> {
        end(Outcome.UNKNOWN);
        uncertain = true; // it may have left a transaction open
        begunBySql = true;
      }
      case NONE -> {}
    }
  }

  /**
   * What a COMMIT that succeeded means. PostgreSQL answers it with a quiet rollback if a statement
   * of the transaction failed, and not every driver setting turns that into an exception.
   */
  private Outcome confirmed() {
    return maybeAborted && dialect.failureAborts() ? Outcome.UNKNOWN : Outcome.COMMITTED;
  }

  private Outcome undone() {
    return uncertain ? Outcome.UNKNOWN : Outcome.ROLLED_BACK;
  }

  private void end(Outcome outcome) {
    if (nextOrdinal > 0) {
      sink.decided(transaction, 0, nextOrdinal, outcome);
    }
    transaction = 0;
    nextOrdinal = 0;
    promised = null;
    intendedTo = 0;
    begunBySql = false;
    begunBySavepoint = false;
    uncertain = false;
    maybeAborted = false;
    savepoints.clear();
  }

  private boolean isInTransaction() {
    return !autoCommit || begunBySql || begunBySavepoint;
  }

  /**
   * SQLSTATE class 08 (ISO/IEC 9075-2): connection exception; no SQLSTATE says as little. SQLite
   * gives none, and has no connection to lose.
   */
  private boolean isConnectionLost(String sqlState) {
    return sqlState == null ? dialect != Dialect.SQLITE : sqlState.startsWith("08");
  }
}
