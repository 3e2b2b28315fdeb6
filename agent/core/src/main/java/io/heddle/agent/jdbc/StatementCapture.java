package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.jdbc.row.RowStatement;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.Calls;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.Failure;
import io.heddle.agent.jdbc.transaction.TwoPhase;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.audit.spool.Layer;
import java.sql.Statement;
import java.util.List;

/**
 * What woven statements call: each statement that runs becomes one operation, and so does each
 * further table that it writes.
 *
 * <p>A superclass of a driver may be a superclass of others too: what is no {@code Statement} is
 * none of our business. Of calls inside calls only the outermost counts. Every {@code enter} that
 * returns a token is followed by its {@code exit}, which leaves the driver again whatever happens
 * in between.
 */
public final class StatementCapture {
  private final CurrentThread threads;
  private final OperationRecorder recorder;
  private final JdbcObjects objects;
  private final OperationStart start;
  private final OperationEnd end;
  private final RowsTold told;

  StatementCapture(
      CurrentThread threads, OperationRecorder recorder, JdbcObjects objects, RowsTold told) {
    this.threads = threads;
    this.recorder = recorder;
    this.objects = objects;
    this.start = new OperationStart(objects);
    this.end = new OperationEnd(recorder);
    this.told = told;
  }

  /** A statement was closed. */
  public void closed(Object statement) {
    StatementState state = objects.forgetStatement(statement, threads.state());
    told.closed(statement);
    if (state != null) {
      state.connection().statementClosed();
    }
  }

  /**
   * A statement is about to run.
   *
   * @param sql null if it was prepared
   * @param isUpdate whether the method is one of {@code executeUpdate}
   * @return what {@link #exit} takes; null if the call is not the application's
   * @throws io.heddle.agent.weave.Refused if it must not run
   */
  public Object enter(Object statement, String sql, boolean isUpdate) {
    ThreadState thread = threads.state();
    if (thread.isInDriver() || !(statement instanceof Statement)) {
      return null;
    }
    StatementState state = objects.statement(statement, thread);
    ConnectionState connection = state.connection();
    connection.enter();
    boolean isPrepared = sql == null || state.prepared() != null;
    SqlText text = isPrepared ? state.prepared() : objects.read(sql, connection, thread);
    if (text == null) {
      return null;
    }
    if (!text.isSingle() && connection.dialect().runsFirstOnly(isPrepared, isUpdate)) {
      text = text.onlyFirst();
    }
    Operation operation = recorder.call(Layer.JDBC, thread);
    List<Recorded> all = null;
    if (text.isSingle()) {
      SqlStatement runs = text.first();
      start.name(operation, connection, runs);
      if (recorder.keepsDetail(runs.subject())) {
        operation.detailedBy(detail(state, sql, text));
      }
      List<String> key = recorder.fingerprintKey(runs.subject());
      if (!key.isEmpty() && runs.effect() == Effect.WRITE) {
        operation.writes(rows(state, sql, text, key));
      }
      if (!runs.further().isEmpty()) {
        all = List.of(new Recorded(runs, operation, start.further(operation, connection, runs)));
      }
    } else {
      all = start.all(operation, connection, text);
      detail(all, state, sql, text);
    }
    start.guardCommit(statement, connection, text, thread);
    if (all != null) {
      start.guardWrites(connection, all);
    } else if (operation.promised() != null && connection.commitsByItself(text.first())) {
      objects.guard().beforeWrites(connection, List.of(operation));
    }
    connection.runs(TwoPhase.of(text, isPrepared ? state.sql() : sql));
    JdbcCall call = new JdbcCall(thread, statement, state, text, operation, all);
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
      ConnectionState connection = call.state().connection();
      Failure failure = thrown == null ? null : Failure.of(thrown, connection.dialect());
      if (call.text().isSingle()) {
        exitSingle(call, rows, hasResultSet, thrown, failure);
      } else {
        exitSeveral(call, thrown, failure);
      }
    } finally {
      call.thread().leaveDriver();
    }
  }

  /**
   * A statement has run that returns rows to read.
   *
   * @param result the rows; null if it failed
   */
  public void exitQuery(Object token, Object result, Throwable thrown) {
    exit(token, -1, true, thrown);
    if (token != null) {
      told.returned(((JdbcCall) token).statement(), result);
    }
  }

  private void exitSingle(
      JdbcCall call, long rows, boolean hasResultSet, Throwable thrown, Failure failure) {
    ConnectionState connection = call.state().connection();
    Operation operation = call.operation();
    SqlStatement statement = call.text().first();
    if (failure == null) {
      operation.changed(rows);
      connection.succeeded(operation, statement, hasResultSet);
    } else {
      connection.failed(operation, statement, failure, false);
    }
    OperationEnd.decideRead(operation, statement, failure);
    if (isToldLater(call, rows, hasResultSet, failure)) {
      end.stop(operation);
      if (connection.held().hold(operation)) {
        told.waits(call.statement(), connection.held(), operation);
        return;
      }
    }
    end.end(operation, rows, thrown, failure);
    if (call.all() != null) {
      for (Operation further : call.all().get(0).further()) {
        connection.follows(further, operation);
        end.end(further, -1, thrown, failure);
      }
    }
  }

  /** Whether the application may yet ask how many rows a write has changed. */
  private static boolean isToldLater(
      JdbcCall call, long rows, boolean hasResultSet, Failure failure) {
    SqlStatement statement = call.text().first();
    // What a function returns, or a query of what was written, is not what was written; and
    // MariaDB's connector has an empty result set for a write that answers none.
    boolean isOfOthers = hasResultSet && !statement.answersRows();
    return rows < 0
        && !isOfOthers
        && failure == null
        && call.all() == null
        && statement.effect() == Effect.WRITE
        && !call.operation().isAnnounced();
  }

  private void exitSeveral(JdbcCall call, Throwable thrown, Failure failure) {
    ConnectionState connection = call.state().connection();
    Calls calls = Calls.ofText();
    for (Recorded recorded : call.all()) {
      calls.add(recorded.statement(), recorded.operation());
    }
    if (failure == null) {
      connection.succeeded(calls);
    } else {
      connection.failed(calls, failure);
    }
    for (Recorded recorded : call.all()) {
      if (failure == null) { // else which of them failed is not known
        OperationEnd.decideRead(recorded.operation(), recorded.statement(), null);
      }
      end.end(recorded, connection, -1, thrown, failure);
    }
  }

  /** A parameter has a value; asked for only while some policy wants detail or fingerprints. */
  public void bound(Object statement, int index, Object value) {
    ThreadState thread = threads.state();
    if (thread.isInDriver() || !(statement instanceof Statement)) {
      return;
    }
    StatementState state = objects.statement(statement, thread);
    if (state.prepared() == null) {
      return;
    }
    for (SqlStatement prepared : state.prepared().statements()) {
      if (recorder.keepsDetail(prepared.subject())) {
        state.values().bind(index, value);
        break;
      }
    }
    if (!recorder.fingerprintKey(state.prepared().first().subject()).isEmpty()) {
      state.bound().bind(index, value);
    }
  }

  /** No parameter has a value any more. */
  public void unbound(Object statement) {
    if (statement instanceof Statement) {
      objects.statement(statement, threads.state()).forgetValues();
    }
  }

  private void detail(List<Recorded> all, StatementState state, String sql, SqlText text) {
    for (Recorded recorded : all) {
      Operation operation = recorded.operation();
      if (operation != null && recorder.keepsDetail(recorded.statement().subject())) {
        operation.detailedBy(detail(state, sql, text));
      }
    }
  }

  private static OperationDetail detail(StatementState state, String sql, SqlText text) {
    boolean isPrepared = state.prepared() != null && state.sql() != null;
    return isPrepared
        ? StatementDetail.of(null, text.first(), state.sql(), state.values())
        : StatementDetail.of(null, text.first(), sql, null);
  }

  private WrittenRows rows(StatementState state, String sql, SqlText text, List<String> key) {
    boolean isPrepared = state.prepared() == text && state.sql() != null;
    return RowsOfStatement.of(
        null,
        isPrepared ? state.rows() : RowStatement.of(sql, state.connection().syntax()),
        key,
        isPrepared ? state.bound() : null,
        recorder.keepsDetail(text.first().subject()));
  }
}
