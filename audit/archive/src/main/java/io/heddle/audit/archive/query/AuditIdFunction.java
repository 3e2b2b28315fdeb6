package io.heddle.audit.archive.query;

import java.sql.SQLException;
import org.sqlite.Function;

/** {@code audit_id(start_micros, boot, seq)} in SQL: a record's name. */
final class AuditIdFunction extends Function {
  @Override
  protected void xFunc() throws SQLException {
    result(AuditTraceId.of(value_long(0), value_long(1), value_long(2)).toString());
  }
}
