package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.Failure;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.audit.spool.Outcome;

/** Ends the records of a call once the connection's state has judged it. */
final class OperationEnd {
  private final OperationRecorder recorder;

  OperationEnd(OperationRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * A statement that writes nothing is part of no transaction's end: it has succeeded or failed.
   *
   * @param operation its record; null if there is none
   * @param failure null if it succeeded
   */
  static void decideRead(Operation operation, SqlStatement statement, Failure failure) {
    if (operation != null && !statement.isWrite()) {
      operation.decided(failure == null ? Outcome.SUCCEEDED : Outcome.FAILED);
    }
  }

  /**
   * Ends one.
   *
   * @param rows changed; -1 if the driver did not say
   * @param failure null if it succeeded
   */
  void end(Operation operation, long rows, Throwable thrown, Failure failure) {
    operation.changed(failure == null ? rows : -1);
    if (failure != null) {
      operation.failed(
          failure.sqlState() == null ? thrown.getClass().getName() : failure.sqlState());
    }
    WrittenRows written = operation.written();
    if (written != null) {
      written.ran(operation.rows(), failure == null);
    }
    recorder.end(operation);
  }

  /** It has run; its record waits for its rows. */
  void stop(Operation operation) {
    recorder.stop(operation);
  }

  /** Records what has waited. */
  void endHeld(Operation operation, long rows) {
    operation.changed(rows);
    WrittenRows written = operation.written();
    if (written != null) {
      written.ran(rows, true);
    }
    recorder.record(operation);
  }

  /** Ends those of one statement; the rows are those of the table that its verb names. */
  void end(
      Recorded recorded, ConnectionState connection, long rows, Throwable thrown, Failure failure) {
    if (recorded.operation() == null) {
      return;
    }
    end(recorded.operation(), rows, thrown, failure);
    for (Operation further : recorded.further()) {
      connection.follows(further, recorded.operation());
      end(further, -1, thrown, failure);
    }
  }
}
