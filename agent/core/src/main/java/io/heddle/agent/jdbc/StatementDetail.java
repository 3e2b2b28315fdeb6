package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.OperationDetail;

/** Makes detail of statements. */
final class StatementDetail {
  private StatementDetail() {}

  /**
   * Detail with one execution more.
   *
   * @param so the detail of the executions before; null if there were none
   * @param sql the statement as it was given to the driver
   * @param values bound to its parameters; null if it has none
   */
  static OperationDetail of(
      OperationDetail so, SqlStatement statement, String sql, BoundValues values) {
    OperationDetail detail = so == null ? new OperationDetail() : so;
    if (so == null && !sql.equals(statement.subject().text())) {
      detail.ofStatement(sql); // it has literals, or is laid out in another way
    }
    if (values != null && !values.isEmpty()) {
      detail.execution(values.json());
    }
    return detail;
  }
}
