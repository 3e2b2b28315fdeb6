package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.OperationColumns;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One file's answers to a question, in order of time. */
final class Cursor implements AutoCloseable {
  private final Statements statements;
  private final String sql;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private ArchivedOperation current;

  Cursor(Statements statements, AuditQuery.Condition condition, boolean newestFirst, long limit)
      throws SQLException {
    String order = newestFirst ? " DESC" : "";
    this.statements = statements;
    sql =
        "SELECT "
            + OperationColumns.selected(statements.hasExtras())
            + ", l.node, l.boot, l.service FROM operation o CROSS JOIN log l ON l.id = o.log WHERE "
            + condition.sql(statements.hasExtras())
            + " ORDER BY o.start_micros"
            + order
            + ", o.log"
            + order
            + ", o.seq"
            + order
            + (limit > 0 ? " LIMIT " + limit : "");
    statement = statements.take(sql);
    int i = 1;
    for (Object value : condition.values()) {
      statement.setObject(i++, value);
    }
    rows = statement.executeQuery();
  }

  boolean advance() throws SQLException {
    if (!rows.next()) {
      return false;
    }
    current =
        new ArchivedOperation(
            rows.getString(OperationColumns.COUNT + 1),
            rows.getLong(OperationColumns.COUNT + 2),
            rows.getString(OperationColumns.COUNT + 3),
            OperationColumns.read(rows));
    return true;
  }

  ArchivedOperation current() {
    return current;
  }

  long startMicros() {
    return current.record().startEpochMicros();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
    statements.give(sql, statement);
  }
}
