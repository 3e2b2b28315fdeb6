package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.operation.Operation;
import java.util.List;

/**
 * A call into a driver that has begun: what its capture needs again when it returns.
 *
 * @param thread the thread inside the driver
 * @param statement the driver's object
 * @param state of the statement that runs
 * @param text what runs; null for a batch
 * @param operation the record begun for it, the first if there are several
 * @param all where a text has several statements, or a statement writes several tables, what is
 *     recorded of each; else null
 */
record JdbcCall(
    ThreadState thread,
    Object statement,
    StatementState state,
    SqlText text,
    Operation operation,
    List<Recorded> all) {}
