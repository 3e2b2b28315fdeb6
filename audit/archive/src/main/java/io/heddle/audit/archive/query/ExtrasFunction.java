package io.heddle.audit.archive.query;

import io.heddle.audit.spool.OperationExtras;
import java.sql.SQLException;
import org.sqlite.Function;

/** {@code extras_json(extra, start_micros)} in SQL: what they say, or null. */
final class ExtrasFunction extends Function {
  @Override
  protected void xFunc() throws SQLException {
    String json = ExtrasJson.text(OperationExtras.of(value_blob(0)), value_long(1));
    if (json == null) {
      result();
    } else {
      result(json);
    }
  }
}
