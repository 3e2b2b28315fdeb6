package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.row.RowStatement;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.Calls;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.Failure;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.row.UnknownRows;
import java.sql.BatchUpdateException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What woven batches call: each run of equal statements becomes one operation. As {@link
 * StatementCapture} it counts the outermost call alone.
 */
public final class BatchCapture {
  /** A batch that runs: a list of records for each run. */
  private record BatchCall(
      ThreadState thread, StatementState state, List<Batch.Run> runs, List<List<Recorded>> all) {}

  private final CurrentThread threads;
  private final OperationRecorder recorder;
  private final JdbcObjects objects;
  private final OperationStart start;
  private final OperationEnd end;

  BatchCapture(CurrentThread threads, OperationRecorder recorder, JdbcObjects objects) {
    this.threads = threads;
    this.recorder = recorder;
    this.objects = objects;
    this.start = new OperationStart(objects);
    this.end = new OperationEnd(recorder);
  }

  /** A statement joined the batch; {@code sql} is null for a prepared one. */
  public void added(Object statement, String sql) {
    ThreadState thread = threads.state();
    if (thread.isInDriver() || !(statement instanceof Statement)) {
      return;
    }
    StatementState state = objects.statement(statement, thread);
    SqlText added = sql == null ? state.prepared() : objects.read(sql, state.connection(), thread);
    if (added == null) {
      return;
    }
    if (!added.isSingle() && state.connection().dialect().runsFirstOnly(sql == null, false)) {
      added = added.onlyFirst();
    }
    Batch.Run run;
    if (!keepsDetail(added)) {
      run = state.batch().add(added);
    } else if (sql == null) {
      run = state.batch().add(added, state.sql(), state.values());
    } else {
      run = state.batch().add(added, sql, null);
    }
    SqlStatement first = added.first();
    List<String> key = recorder.fingerprintKey(first.subject());
    if (added.isSingle() && !key.isEmpty() && first.effect() == Effect.WRITE) {
      run.writes(
          run.text() == added
              ? rows(run.written(), state, sql, added, key)
              : WrittenRows.unknown(UnknownRows.STATEMENT));
    }
  }

  /** The batch was emptied without being run. */
  public void cleared(Object statement) {
    ThreadState thread = threads.state();
    if (!thread.isInDriver()
        && statement
            instanceof Statement) { // drivers clear a batch themselves once they have run it
      objects.statement(statement, thread).batch().clear();
    }
  }

  /**
   * A batch is about to run.
   *
   * @return what {@link #exit} takes, or null
   * @throws io.heddle.agent.weave.Refused if it must not run
   */
  public Object enter(Object statement) {
    ThreadState thread = threads.state();
    if (thread.isInDriver() || !(statement instanceof Statement)) {
      return null;
    }
    StatementState state = objects.statement(statement, thread);
    ConnectionState connection = state.connection();
    connection.enter();
    List<Batch.Run> runs = state.batch().runs();
    List<List<Recorded>> all = new ArrayList<>(runs.size());
    Operation first = recorder.call(Layer.JDBC, thread);
    for (int i = 0; i < runs.size(); i++) {
      Batch.Run run = runs.get(i);
      start.guardCommit(statement, connection, run.text(), thread);
      List<Recorded> recorded = start.all(i == 0 ? first : first.sibling(), connection, run.text());
      complete(recorded, run);
      all.add(recorded);
    }
    List<Recorded> flat = new ArrayList<>();
    all.forEach(flat::addAll);
    start.guardWrites(connection, flat);
    connection.runs(null);
    BatchCall call = new BatchCall(thread, state, runs, all);
    return thread.enterDriver() ? call : null;
  }

  /**
   * A batch has run.
   *
   * @param counts an {@code int[]} or {@code long[]}, or null
   */
  public void exit(Object token, Object counts, Throwable thrown) {
    if (token == null) {
      return;
    }
    BatchCall call = (BatchCall) token;
    try {
      call.state().batch().clear();
      if (!call.runs().isEmpty()) {
        judge(call, counts, thrown);
      }
    } finally {
      call.thread().leaveDriver();
    }
  }

  private void judge(BatchCall call, Object counts, Throwable thrown) {
    ConnectionState connection = call.state().connection();
    Failure failure = thrown == null ? null : Failure.of(thrown, connection.dialect());
    Object known = thrown instanceof BatchUpdateException failed ? failedCounts(failed) : counts;
    List<UpdateCounts> rows = new ArrayList<>(call.runs().size());
    Calls calls = Calls.ofBatch();
    int at = 0;
    for (int i = 0; i < call.runs().size(); i++) {
      int count = call.runs().get(i).count();
      UpdateCounts updated = UpdateCounts.of(known, at, count);
      rows.add(updated);
      at += count;
      for (Recorded recorded : call.all().get(i)) {
        calls.add(
            recorded.statement(), recorded.operation(), updated.isComplete(), updated.isUndone());
      }
    }
    if (failure == null) {
      connection.succeeded(calls);
    } else {
      connection.failed(calls, failure);
    }
    for (int i = 0; i < call.runs().size(); i++) {
      List<Recorded> recorded = call.all().get(i);
      UpdateCounts updated = rows.get(i);
      boolean isDone = failure == null || updated.isComplete();
      long changed = changed(call.runs().get(i), updated);
      for (Recorded one : recorded) {
        if (isDone) {
          OperationEnd.decideRead(one.operation(), one.statement(), null);
        }
        end.end(one, connection, changed, isDone ? null : thrown, isDone ? null : failure);
      }
    }
  }

  /**
   * Rows that a run has changed; -1 if they are not known. A driver that has rewritten a batch says
   * of each statement only that it succeeded; of plain inserts that says how many rows there are.
   */
  private static long changed(Batch.Run run, UpdateCounts updated) {
    if (!run.text().isSingle() || updated.isUndone()) {
      return -1;
    }
    boolean isCounted = updated.isComplete() && run.text().first().insertsOneRow();
    return updated.sum() < 0 && isCounted ? run.count() : updated.sum();
  }

  private static void complete(List<Recorded> all, Batch.Run run) {
    for (Recorded recorded : all) {
      if (recorded.operation() != null) {
        recorded.operation().detailedBy(run.detail());
        recorded.operation().writes(run.written());
      }
    }
  }

  private boolean keepsDetail(SqlText text) {
    for (SqlStatement statement : text.statements()) {
      if (recorder.keepsDetail(statement.subject())) {
        return true;
      }
    }
    return false;
  }

  private WrittenRows rows(
      WrittenRows so, StatementState state, String sql, SqlText text, List<String> key) {
    boolean isPrepared = state.prepared() == text && state.sql() != null;
    return RowsOfStatement.of(
        so,
        isPrepared ? state.rows() : RowStatement.of(sql, state.connection().syntax()),
        key,
        isPrepared ? state.bound() : null,
        recorder.keepsDetail(text.first().subject()));
  }

  private static Object failedCounts(BatchUpdateException failed) {
    long[] counts = failed.getLargeUpdateCounts();
    return counts == null ? failed.getUpdateCounts() : counts;
  }
}
