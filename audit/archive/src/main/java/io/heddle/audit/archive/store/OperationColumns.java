package io.heddle.audit.archive.store;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of the table {@code entry} and of the view {@code operation}, each in one order. */
public final class OperationColumns {
  /** What every version has. */
  private static final String OLDER =
      "o.log, o.seq, o.layer, o.type, o.outcome, o.tenant, o.actor, o.trace_high, o.trace_low,"
          + " o.span, o.start_micros, o.duration_nanos, o.target, o.statement, o.row_count,"
          + " o.status, o.error, o.txn, o.ordinal, o.truncated";

  /** What {@link #read} expects a query to select, in this order. */
  static final String SELECTED = selected(true);

  /** How many columns that are. */
  public static final int COUNT = 21;

  /** How many columns the table has. */
  static final int OF_TABLE = 22;

  static final String ONE =
      "SELECT " + SELECTED + " FROM operation o WHERE o.log = ? AND o.seq = ?";

  private OperationColumns() {}

  /** What {@link #read} expects a query to select from a file that has extras, or has not. */
  public static String selected(boolean hasExtras) {
    return OLDER + (hasExtras ? ", o.extra" : ", NULL");
  }

  /** Binds a row of the table, from the parameter behind {@code before} on. */
  static void bind(
      PreparedStatement insert,
      int before,
      Texts texts,
      long log,
      OperationRecord record,
      Outcome outcome)
      throws SQLException {
    insert.setLong(before + 1, log);
    insert.setLong(before + 2, record.seq());
    insert.setLong(before + 3, record.startEpochMicros());
    insert.setLong(before + 4, texts.id(record.tenant()));
    insert.setLong(before + 5, texts.id(record.target()));
    insert.setLong(before + 6, record.traceIdHigh());
    insert.setLong(before + 7, record.traceIdLow());
    insert.setLong(before + 8, record.spanId());
    insert.setInt(before + 9, record.layer().code());
    insert.setInt(before + 10, record.operationType().code());
    insert.setInt(before + 11, outcome.code());
    insert.setLong(before + 12, record.durationNanos());
    insert.setLong(before + 13, texts.id(record.actor()));
    insert.setLong(before + 14, texts.id(record.statement()));
    insert.setLong(before + 15, record.rows());
    insert.setInt(before + 16, record.status());
    insert.setLong(before + 17, texts.id(record.error()));
    insert.setLong(before + 18, record.transaction());
    insert.setInt(before + 19, record.ordinal());
    insert.setInt(before + 20, record.isTruncated() ? 1 : 0);
    insert.setInt(before + 21, record.outcome() == Outcome.PENDING ? 1 : 0);
    insert.setBytes(before + 22, record.extras().isEmpty() ? null : record.extras().bytes());
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
        row.getInt(20) != 0,
        OperationExtras.of(row.getBytes(21)));
  }

  /** A record with another outcome. */
  static OperationRecord with(Outcome outcome, OperationRecord record) {
    return new OperationRecord(
        record.seq(),
        record.layer(),
        record.operationType(),
        outcome,
        record.tenant(),
        record.actor(),
        record.traceIdHigh(),
        record.traceIdLow(),
        record.spanId(),
        record.startEpochMicros(),
        record.durationNanos(),
        record.target(),
        record.statement(),
        record.rows(),
        record.status(),
        record.error(),
        record.transaction(),
        record.ordinal(),
        record.isTruncated(),
        record.extras());
  }
}
