package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Operation;

/**
 * A call into a driver that has begun: what {@link StatementCapture} needs again when it returns.
 *
 * @param thread the thread inside the driver
 * @param state of the statement that runs
 * @param statement what runs; null for a batch
 * @param operation the record begun for it; null if nothing is recorded
 */
record JdbcCall(
    ThreadState thread, StatementState state, SqlStatement statement, Operation operation) {}
