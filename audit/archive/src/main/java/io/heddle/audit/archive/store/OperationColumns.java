package io.heddle.audit.archive.store;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
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

  static final String ONE =
      "SELECT " + SELECTED + " FROM operation o WHERE o.log = ? AND o.seq = ?";

  private OperationColumns() {}

  /** What {@link #read} expects a query to select from a file that has extras, or has not. */
  public static String selected(boolean hasExtras) {
    return OLDER + (hasExtras ? ", o.extra" : ", NULL");
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

  /** Whether what is stored is what was read; read as pending, it may have been decided since. */
  public static boolean isSame(OperationRecord read, OperationRecord stored) {
    return read.outcome() == Outcome.PENDING
        ? read.equals(with(Outcome.PENDING, stored))
        : read.equals(stored);
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
