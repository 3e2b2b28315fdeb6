package io.heddle.audit.archive.store;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of the table {@code operation}, in their one order. */
public final class OperationColumns {
  /** What {@link #read} expects a query to select, in this order. */
  public static final String SELECTED =
      "o.log, o.seq, o.layer, o.type, o.outcome, o.tenant, o.actor, o.trace_high, o.trace_low,"
          + " o.span, o.start_micros, o.duration_nanos, o.target, o.statement, o.row_count,"
          + " o.status, o.error, o.txn, o.ordinal, o.truncated";

  static final String INSERT =
      "INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** All but the outcome, which a decision may have changed since. */
  static final String SAME =
      "SELECT 1 FROM operation WHERE log = ? AND seq = ? AND layer = ? AND type = ?"
          + " AND (? = 0 OR outcome = ?) AND tenant = ? AND actor = ? AND trace_high = ?"
          + " AND trace_low = ? AND span = ? AND start_micros = ? AND duration_nanos = ?"
          + " AND target = ? AND statement = ? AND row_count = ? AND status = ? AND error = ?"
          + " AND txn = ? AND ordinal = ? AND truncated = ?";

  private OperationColumns() {}

  static void bind(PreparedStatement insert, long log, OperationRecord record) throws SQLException {
    int i = bindHead(insert, log, record);
    insert.setInt(i++, record.outcome().code());
    bindTail(insert, i, record);
  }

  static void bindSame(PreparedStatement same, long log, OperationRecord record)
      throws SQLException {
    int i = bindHead(same, log, record);
    same.setInt(i++, record.outcome().code());
    same.setInt(i++, record.outcome().code());
    bindTail(same, i, record);
  }

  /** A row as a record. */
  public static OperationRecord read(ResultSet row) throws SQLException {
    return new OperationRecord(
        row.getLong(2),
        Layer.ofCode(row.getInt(3)),
        OperationType.ofCode(row.getInt(4)),
        Outcome.ofCode(row.getInt(5)),
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        row.getString(13),
        row.getString(14),
        row.getLong(15),
        row.getInt(16),
        row.getString(17),
        row.getLong(18),
        row.getInt(19),
        row.getInt(20) != 0);
  }

  private static int bindHead(PreparedStatement statement, long log, OperationRecord record)
      throws SQLException {
    statement.setLong(1, log);
    statement.setLong(2, record.seq());
    statement.setInt(3, record.layer().code());
    statement.setInt(4, record.operationType().code());
    return 5;
  }

  private static void bindTail(PreparedStatement statement, int from, OperationRecord record)
      throws SQLException {
    int i = from;
    statement.setString(i++, record.tenant());
    statement.setString(i++, record.actor());
    statement.setLong(i++, record.traceIdHigh());
    statement.setLong(i++, record.traceIdLow());
    statement.setLong(i++, record.spanId());
    statement.setLong(i++, record.startEpochMicros());
    statement.setLong(i++, record.durationNanos());
    statement.setString(i++, record.target());
    statement.setString(i++, record.statement());
    statement.setLong(i++, record.rows());
    statement.setInt(i++, record.status());
    statement.setString(i++, record.error());
    statement.setLong(i++, record.transaction());
    statement.setInt(i++, record.ordinal());
    statement.setInt(i, record.isTruncated() ? 1 : 0);
  }
}
