package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.audit.spool.Layer;
import java.sql.BatchUpdateException;
import java.util.List;

/**
 * What woven statements call: each logical call becomes one operation.
 *
 * <p>Of calls inside calls only the outermost counts. Every {@code enter} that returns a token is
 * followed by its {@code exit}, which leaves the driver again whatever happens in between.
 */
public final class StatementCapture {
  private final CurrentThread threads;
  private final OperationRecorder recorder;
  private final JdbcObjects objects;

  StatementCapture(CurrentThread threads, OperationRecorder recorder, JdbcObjects objects) {
    this.threads = threads;
    this.recorder = recorder;
    this.objects = objects;
  }

  /** A statement was closed. */
  public void closed(Object statement) {
    objects.forgetStatement(statement, threads.state());
  }

  /**
   * A statement is about to run.
   *
   * @param sql null if it was prepared
   * @return what {@link #exit} takes; null if the call is not the application's
   */
  public Object enter(Object statement, String sql) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return null;
    }
    StatementState state = objects.statement(statement, thread);
    SqlStatement runs =
        sql == null || state.prepared() != null
            ? state.prepared()
            : objects.read(sql, state.connection());
    if (runs == null) {
      return null;
    }
    Operation operation = begin(thread, runs);
    JdbcCall call = new JdbcCall(thread, state, runs, operation);
    return thread.enterDriver() ? call : null;
  }

  /**
   * A statement has run.
   *
   * @param token what {@link #enter} returned
   * @param rows changed, or -1 if the driver did not say
   * @param hasResultSet whether it returned rows to read
   * @param thrown null if it succeeded
   */
  public void exit(Object token, long rows, boolean hasResultSet, Throwable thrown) {
    if (token == null) {
      return;
    }
    JdbcCall call = (JdbcCall) token;
    try {
      finish(call.operation(), call.state(), call.statement(), rows, hasResultSet, thrown, false);
    } finally {
      call.thread().leaveDriver();
    }
  }

  /** A statement joined the batch; {@code sql} is null for a prepared one. */
  public void batched(Object statement, String sql) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return;
    }
    StatementState state = objects.statement(statement, thread);
    SqlStatement added = sql == null ? state.prepared() : objects.read(sql, state.connection());
    if (added != null) {
      state.batch().add(added);
    }
  }

  /** The batch was emptied without being run. */
  public void batchCleared(Object statement) {
    ThreadState thread = threads.state();
    if (!thread.isInDriver()) { // drivers clear a batch themselves once they have run it
      objects.statement(statement, thread).batch().clear();
    }
  }

  /** A batch is about to run; returns what {@link #exitBatch} takes, or null. */
  public Object enterBatch(Object statement) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return null;
    }
    StatementState state = objects.statement(statement, thread);
    Operation first = recorder.call(Layer.JDBC, thread);
    JdbcCall call = new JdbcCall(thread, state, null, first);
    return thread.enterDriver() ? call : null;
  }

  /**
   * A batch has run: one operation for each run of equal statements.
   *
   * @param counts an {@code int[]} or {@code long[]}, or null
   */
  public void exitBatch(Object token, Object counts, Throwable thrown) {
    if (token == null) {
      return;
    }
    JdbcCall call = (JdbcCall) token;
    try {
      Object known = thrown instanceof BatchUpdateException failed ? failedCounts(failed) : counts;
      int at = 0;
      Operation operation = call.operation();
      List<Batch.Run> runs = call.state().batch().take();
      for (int i = 0; i < runs.size(); i++) {
        Batch.Run run = runs.get(i);
        if (i > 0) {
          operation = operation.sibling();
        }
        operation.names(run.statement().subject());
        UpdateCounts rows = UpdateCounts.of(known, at, run.count());
        finish(
            operation,
            call.state(),
            run.statement(),
            rows.sum(),
            false,
            rows.isComplete() ? null : thrown,
            rows.mayHaveWritten(thrown));
        at += run.count();
      }
    } finally {
      call.thread().leaveDriver();
    }
  }

  private void finish(
      Operation operation,
      StatementState state,
      SqlStatement statement,
      long rows,
      boolean hasResultSet,
      Throwable thrown,
      boolean mayHaveWritten) {
    operation.addresses(state.connection().dialect().systemName());
    if (thrown == null) {
      operation.changed(rows);
      state.connection().succeeded(operation, statement, hasResultSet);
    } else {
      String sqlState = SqlStates.of(thrown);
      operation.failed(sqlState == null ? thrown.getClass().getName() : sqlState);
      operation.changed(mayHaveWritten ? rows : -1);
      state.connection().failed(operation, statement, sqlState, mayHaveWritten);
    }
    recorder.end(operation);
  }

  private Operation begin(ThreadState thread, SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, thread);
    operation.names(statement.subject());
    return operation;
  }

  private static Object failedCounts(BatchUpdateException failed) {
    long[] counts = failed.getLargeUpdateCounts();
    return counts == null ? failed.getUpdateCounts() : counts;
  }
}
