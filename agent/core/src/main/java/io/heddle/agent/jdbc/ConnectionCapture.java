package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.Failure;
import io.heddle.agent.jdbc.transaction.TwoPhase;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Consumer;

/** What woven connections call: how transactions begin and end. */
public final class ConnectionCapture {
  private final CurrentThread threads;
  private final JdbcObjects objects;
  private final Consumer<Class<?>> weaving;

  ConnectionCapture(CurrentThread threads, JdbcObjects objects, Consumer<Class<?>> weaving) {
    this.threads = threads;
    this.objects = objects;
    this.weaving = weaving;
  }

  /** A connection made a statement; {@code sql} is null for a plain one. */
  public void made(Object connection, Object statement, String sql) {
    if (statement != null) {
      weaving.accept(statement.getClass());
      objects.statementMade(statement, connection, sql, threads.state());
    }
  }

  /** A text could not be prepared. */
  public void prepareFailed(Object connection, String sql) {
    ThreadState thread = threads.state();
    if (sql == null || thread.isInDriver()) {
      return;
    }
    ConnectionState state = objects.connection(connection, thread);
    state.prepareFailed(objects.read(sql, state, thread));
  }

  /**
   * The connection is about to commit.
   *
   * @throws io.heddle.agent.weave.Refused if it must not
   */
  public void committing(Object connection) {
    ThreadState thread = threads.state();
    ConnectionState state = objects.knownConnection(connection, thread);
    if (state == null) {
      return;
    }
    state.enter();
    if (state.isPromised()) {
      objects.guard().beforeCommit(state, connection, thread);
    }
  }

  /** The connection committed, or failed to. */
  public void committed(Object connection, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null) {
      return;
    }
    if (thrown == null) {
      state.committed();
    } else {
      state.commitFailed(Failure.of(thrown, state.dialect()));
    }
  }

  /** The connection is about to do what may end its transaction, or mark a place in it. */
  public void entering(Object connection) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state != null) {
      state.enter();
    }
  }

  /** The connection rolled back; {@code savepoint} is null if all was. */
  public void rolledBack(Object connection, Object savepoint, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null) {
      return;
    }
    if (thrown instanceof SQLFeatureNotSupportedException || thrown != null && savepoint != null) {
      state.savepointFailed();
    } else if (thrown != null) {
      state.rollbackFailed();
    } else if (savepoint == null) {
      state.rolledBack();
    } else {
      state.rolledBackTo(SavepointName.of(savepoint, state.dialect()));
    }
  }

  /** The connection set a savepoint; null if that failed. */
  public void savepointSet(Object connection, Object savepoint) {
    ConnectionState state = objects.connection(connection, threads.state());
    if (savepoint == null) {
      state.savepointFailed();
    } else {
      state.savepointSet(SavepointName.of(savepoint, state.dialect()));
    }
  }

  /**
   * The connection is about to release a savepoint, which may lose its name by it.
   *
   * @return what {@link #savepointReleased} takes
   */
  public Object releasing(Object connection, Object savepoint) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null || savepoint == null) {
      return null;
    }
    state.enter();
    return SavepointName.of(savepoint, state.dialect());
  }

  /** The connection released a savepoint. */
  public void savepointReleased(Object connection, Object key, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null || key == null) {
      return;
    }
    if (thrown == null) {
      state.savepointReleased(key);
    } else {
      state.savepointFailed();
    }
  }

  /** The isolation level was set, or was not: some databases commit for that. */
  public void isolationSet(Object connection) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state != null) {
      state.isolationSet();
    }
  }

  /** Auto-commit was switched, unless {@code thrown}. */
  public void autoCommitSet(Object connection, boolean on, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null) {
      return;
    }
    if (thrown == null) {
      state.autoCommitSet(on);
    } else {
      state.autoCommitFailed();
    }
  }

  /**
   * A driver is about to run SQL for itself, past {@code java.sql.Statement}.
   *
   * @throws io.heddle.agent.weave.Refused if it would commit and must not
   */
  public void running(Object connection, String sql) {
    ThreadState thread = threads.state();
    ConnectionState state = objects.knownConnection(connection, thread);
    if (state == null || thread.isInDriver()) {
      return;
    }
    state.enter();
    SqlText text = objects.read(sql, state, thread);
    if (state.isPromised() && state.mayCommit(text.first())) {
      objects.guard().beforeCommit(state, connection, thread);
    }
    state.runs(TwoPhase.of(text, sql));
  }

  /** A driver has run SQL for itself: of interest if it controls the transaction. */
  public void ran(Object connection, String sql, Throwable thrown) {
    ThreadState thread = threads.state();
    ConnectionState state = objects.knownConnection(connection, thread);
    if (state == null || thread.isInDriver()) {
      return;
    }
    SqlStatement statement = objects.read(sql, state, thread).first();
    if (!statement.isWrite() && thrown == null) {
      state.succeeded(null, statement, false);
    } else if (!statement.isWrite()) {
      state.failed(null, statement, Failure.of(thrown, state.dialect()), false);
    }
  }

  /**
   * The physical connection was closed or aborted. Where that failed, as Derby's fails while a
   * transaction is open, it lives on; so it does behind {@code abort} of sqlite-jdbc, which does
   * nothing.
   */
  public void closed(Object connection, Throwable thrown) {
    ThreadState thread = threads.state();
    boolean isSqlite = Drivers.dialectOf(connection.getClass().getName()) == Dialect.SQLITE;
    boolean mayLiveOn = thrown != null || isSqlite;
    if (mayLiveOn && objects.isOpen(connection, thread)) {
      return;
    }
    ConnectionState state = objects.forgetConnection(connection, thread);
    if (state != null) {
      state.closed();
    }
  }

  /**
   * A check of the connection begins ({@code isValid}), or metadata is asked for: what the driver
   * runs for it is nobody's call.
   *
   * @return what {@link #checked} takes, or null
   */
  public Object checking() {
    ThreadState thread = threads.state();
    return thread.enterDriver() ? thread : null;
  }

  /** The check is over. */
  public void checked(Object token) {
    if (token != null) {
      ((ThreadState) token).leaveDriver();
    }
  }
}
