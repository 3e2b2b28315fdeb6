package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.Failure;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.Outcome;
import java.util.List;

/**
 * Records what a driver writes past {@code java.sql.Statement}: a call of a method of its own, or
 * several that belong together. Each becomes one operation, and part of its connection's
 * transaction.
 */
public final class SideWrites {
  /** A call that has begun. */
  public static final class Running {
    private final ThreadState thread;
    private final ConnectionState state;
    private final SqlStatement statement;
    private final Operation operation;

    private Running(
        ThreadState thread, ConnectionState state, SqlStatement statement, Operation operation) {
      this.thread = thread;
      this.state = state;
      this.statement = statement;
      this.operation = operation;
    }

    /** The application has the thread again; the call goes on with another one of its calls. */
    public void pause() {
      thread.leaveDriver();
    }
  }

  private final CurrentThread threads;
  private final OperationRecorder recorder;
  private final JdbcObjects objects;
  private final OperationStart start;
  private final OperationEnd end;

  SideWrites(CurrentThread threads, OperationRecorder recorder, JdbcObjects objects) {
    this.threads = threads;
    this.recorder = recorder;
    this.objects = objects;
    this.start = new OperationStart(objects);
    this.end = new OperationEnd(recorder);
  }

  /**
   * A text is about to run.
   *
   * @param connection the driver's own; null if it is not known
   * @return what has begun, with the thread inside the driver; null if the call is not the
   *     application's
   * @throws io.heddle.agent.weave.Refused if it must not run
   */
  public Running begin(Object connection, String sql) {
    ThreadState thread = threads.state();
    if (thread.isInDriver() || sql == null) {
      return null;
    }
    if (connection == null) {
      return begin(thread, null, objects.readUnknown(sql));
    }
    ConnectionState state = objects.connection(connection, thread);
    state.enter();
    return begin(thread, state, objects.read(sql, state, thread).first());
  }

  /** A call that runs no text is about to write; otherwise as {@link #begin(Object, String)}. */
  public Running begin(Object connection, SqlStatement write) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return null;
    }
    if (connection == null) {
      return begin(thread, null, write);
    }
    ConnectionState state = objects.connection(connection, thread);
    state.enter();
    return begin(thread, state, write);
  }

  private Running begin(ThreadState thread, ConnectionState state, SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, thread);
    if (state == null) {
      operation.names(statement.subject());
    } else {
      start.name(operation, state, statement);
      if (operation.promised() != null && state.commitsByItself(statement)) {
        objects.guard().beforeWrites(state, List.of(operation));
      }
    }
    thread.enterDriver();
    return new Running(thread, state, statement, operation);
  }

  /**
   * It has returned, and the application has the thread again; not for what was paused.
   *
   * @param rows as {@link #end}
   */
  public void leave(Running running, long rows, Throwable thrown, boolean mayHaveWritten) {
    try {
      end(running, rows, thrown, mayHaveWritten);
    } finally {
      running.thread.leaveDriver();
    }
  }

  /**
   * What has begun is over.
   *
   * @param rows written; -1 if the driver did not say
   * @param thrown null if it succeeded
   * @param mayHaveWritten whether it may have taken effect although it failed
   */
  public void end(Running running, long rows, Throwable thrown, boolean mayHaveWritten) {
    Operation operation = running.operation;
    ConnectionState state = running.state;
    Dialect dialect = state == null ? Dialect.OTHER : state.dialect();
    Failure failure = thrown == null ? null : Failure.of(thrown, dialect);
    if (state == null) {
      operation.decided(Outcome.UNKNOWN);
    } else if (failure == null) {
      state.succeeded(operation, running.statement, false);
    } else {
      state.failed(operation, running.statement, failure, mayHaveWritten);
    }
    end.end(operation, failure == null ? rows : -1, thrown, failure);
  }

  /** The thread that asks is inside a driver: what it calls is not the application's call. */
  public boolean isInDriver() {
    return threads.state().isInDriver();
  }

  /**
   * A number for the part of a transaction whose writes share their fate; 0 if each write has its
   * own.
   */
  public long stretch(Object connection) {
    ConnectionState known =
        connection == null ? null : objects.knownConnection(connection, threads.state());
    if (known == null) {
      return 0;
    }
    known.enter(); // a transaction may have ended unseen
    return known.stretch();
  }
}
