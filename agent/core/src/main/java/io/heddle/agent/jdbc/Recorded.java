package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Operation;
import java.util.List;

/**
 * What is recorded of one statement of a call.
 *
 * @param statement the statement
 * @param operation its record
 * @param further a record for each further table that it writes
 */
record Recorded(SqlStatement statement, Operation operation, List<Operation> further) {}
