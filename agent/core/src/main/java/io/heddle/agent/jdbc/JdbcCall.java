package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Operation;
import java.util.List;

/**
 * A call into a driver that has begun: what {@link StatementCapture} needs again when it returns.
 *
 * @param thread the thread inside the driver
 * @param state of the statement that runs
 * @param statement what runs; null for a batch
 * @param operation the record begun for it; null if nothing is recorded
 * @param begun of a batch whose writes had to be recorded before, an operation for each run; else
 *     null
 */
record JdbcCall(
    ThreadState thread,
    StatementState state,
    SqlStatement statement,
    Operation operation,
    List<Operation> begun) {
  JdbcCall(ThreadState thread, StatementState state, SqlStatement statement, Operation operation) {
    this(thread, state, statement, operation, null);
  }
}
