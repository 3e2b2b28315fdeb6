package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;

/** What woven connections call: how transactions begin and end. */
public final class ConnectionCapture {
  private final CurrentThread threads;
  private final JdbcObjects objects;

  ConnectionCapture(CurrentThread threads, JdbcObjects objects) {
    this.threads = threads;
    this.objects = objects;
  }

  /** A connection made a statement; {@code sql} is null for a plain one. */
  public void made(Object connection, Object statement, String sql) {
    if (statement != null) {
      objects.statementMade(statement, connection, sql, threads.state());
    }
  }

  /**
   * The connection is about to commit.
   *
   * @throws io.heddle.agent.weave.Refused if it must not
   */
  public void committing(Object connection) {
    ThreadState thread = threads.state();
    ConnectionState state = objects.knownConnection(connection, thread);
    if (state != null && state.isPromised()) {
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
      state.commitFailed(SqlStates.of(thrown));
    }
  }

  /** The connection rolled back; {@code savepoint} is null if all was. */
  public void rolledBack(Object connection, Object savepoint, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state == null || thrown != null) {
      return;
    }
    if (savepoint == null) {
      state.rolledBack();
    } else {
      state.rolledBackTo(savepoint);
    }
  }

  /** The connection set a savepoint. */
  public void savepointSet(Object connection, Object savepoint) {
    if (savepoint != null) {
      objects.connection(connection, threads.state()).savepointSet(savepoint);
    }
  }

  /** The connection released a savepoint. */
  public void savepointReleased(Object connection, Object savepoint, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state != null && thrown == null) {
      state.savepointReleased(savepoint);
    }
  }

  /** Auto-commit was switched, unless {@code thrown}. */
  public void autoCommitSet(Object connection, boolean on, Throwable thrown) {
    ConnectionState state = objects.knownConnection(connection, threads.state());
    if (state != null && thrown == null) {
      state.autoCommitSet(on);
    }
  }

  /** The physical connection was closed or aborted. */
  public void closed(Object connection) {
    ConnectionState state = objects.forgetConnection(connection, threads.state());
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
