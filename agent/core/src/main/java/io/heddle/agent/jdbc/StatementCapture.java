package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.RowStatement;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.row.UnknownRows;
import java.sql.BatchUpdateException;
import java.util.ArrayList;
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
   * @throws io.heddle.agent.weave.Refused if it must not run
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
    if (recorder.keepsDetail(runs.subject())) {
      operation.detailedBy(detail(state, sql, runs));
    }
    List<String> key = recorder.fingerprintKey(runs.subject());
    if (!key.isEmpty() && runs.effect() == Effect.WRITE) {
      operation.writes(rows(null, state, sql, runs, key));
    }
    if (state.connection().isPromised() && state.connection().mayCommit(runs)) {
      guardCommit(statement, state, thread);
    }
    if (operation.promised() != null && state.connection().commitsByItself(runs)) {
      operation.addresses(state.connection().dialect().systemName());
      objects.guard().beforeWrites(state.connection(), List.of(operation));
    }
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
    if (added == null) {
      return;
    }
    Batch.Run run;
    if (!recorder.keepsDetail(added.subject())) {
      run = state.batch().add(added);
    } else if (sql == null) {
      run = state.batch().add(added, state.sql(), state.values());
    } else {
      run = state.batch().add(added, sql, null);
    }
    List<String> key = recorder.fingerprintKey(added.subject());
    if (!key.isEmpty() && added.effect() == Effect.WRITE) {
      run.writes(
          run.statement() == added
              ? rows(run.written(), state, sql, added, key)
              : WrittenRows.unknown(UnknownRows.STATEMENT));
    }
  }

  /** A parameter has a value; asked for only while some policy wants detail or fingerprints. */
  public void bound(Object statement, int index, Object value) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return;
    }
    StatementState state = objects.statement(statement, thread);
    if (state.prepared() == null) {
      return;
    }
    if (recorder.keepsDetail(state.prepared().subject())) {
      state.values().bind(index, value);
    }
    if (!recorder.fingerprintKey(state.prepared().subject()).isEmpty()) {
      state.bound().bind(index, value);
    }
  }

  /** No parameter has a value any more. */
  public void unbound(Object statement) {
    objects.statement(statement, threads.state()).forgetValues();
  }

  /** The batch was emptied without being run. */
  public void batchCleared(Object statement) {
    ThreadState thread = threads.state();
    if (!thread.isInDriver()) { // drivers clear a batch themselves once they have run it
      objects.statement(statement, thread).batch().clear();
    }
  }

  /**
   * A batch is about to run.
   *
   * @return what {@link #exitBatch} takes, or null
   * @throws io.heddle.agent.weave.Refused if it must not run
   */
  public Object enterBatch(Object statement) {
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return null;
    }
    StatementState state = objects.statement(statement, thread);
    Operation first = recorder.call(Layer.JDBC, thread);
    List<Operation> begun = null;
    List<Batch.Run> runs = state.batch().runs();
    for (int i = 0; i < runs.size(); i++) {
      SqlStatement run = runs.get(i).statement();
      if (state.connection().isPromised() && state.connection().mayCommit(run)) {
        guardCommit(statement, state, thread);
      }
      if (begun == null && objects.promised(run) != null) {
        begun = begin(state, runs, first);
      }
    }
    JdbcCall call = new JdbcCall(thread, state, null, first, begun);
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
        if (call.begun() != null) {
          operation = call.begun().get(i);
        } else {
          operation = i > 0 ? operation.sibling() : operation;
          operation.names(run.statement().subject());
          operation.detailedBy(run.detail());
          operation.writes(run.written());
        }
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
    WrittenRows written = operation.written();
    if (written != null) {
      written.ran(operation.rows(), thrown == null);
    }
    recorder.end(operation);
  }

  private Operation begin(ThreadState thread, SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, thread);
    operation.names(statement.subject());
    operation.promise(objects.promised(statement));
    return operation;
  }

  /** Begins an operation for each run; records those before that are promised so. */
  private List<Operation> begin(StatementState state, List<Batch.Run> runs, Operation first) {
    List<Operation> begun = new ArrayList<>(runs.size());
    List<Operation> recordedBefore = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      SqlStatement run = runs.get(i).statement();
      Operation operation = i == 0 ? first : first.sibling();
      operation.names(run.subject());
      operation.detailedBy(runs.get(i).detail());
      operation.writes(runs.get(i).written());
      operation.addresses(state.connection().dialect().systemName());
      operation.promise(objects.promised(run));
      if (operation.promised() != null && state.connection().commitsByItself(run)) {
        recordedBefore.add(operation);
      }
      begun.add(operation);
    }
    if (!recordedBefore.isEmpty()) {
      objects.guard().beforeWrites(state.connection(), recordedBefore);
    }
    return begun;
  }

  private void guardCommit(Object statement, StatementState state, ThreadState thread) {
    Object connection = JdbcObjects.connectionOf(statement, thread);
    objects.guard().beforeCommit(state.connection(), connection, thread);
  }

  private static OperationDetail detail(StatementState state, String sql, SqlStatement runs) {
    boolean isPrepared = state.prepared() == runs && state.sql() != null;
    return isPrepared
        ? StatementDetail.of(null, runs, state.sql(), state.values())
        : StatementDetail.of(null, runs, sql, null);
  }

  private WrittenRows rows(
      WrittenRows so, StatementState state, String sql, SqlStatement runs, List<String> key) {
    boolean isPrepared = state.prepared() == runs && state.sql() != null;
    return RowsOfStatement.of(
        so,
        isPrepared ? state.rows() : RowStatement.of(sql, state.connection().dialect()),
        key,
        isPrepared ? state.bound() : null,
        recorder.keepsDetail(runs.subject()));
  }

  private static Object failedCounts(BatchUpdateException failed) {
    long[] counts = failed.getLargeUpdateCounts();
    return counts == null ? failed.getUpdateCounts() : counts;
  }
}
