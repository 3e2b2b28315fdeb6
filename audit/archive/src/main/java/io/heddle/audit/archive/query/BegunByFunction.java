package io.heddle.audit.archive.query;

import io.heddle.audit.spool.BegunBy;
import io.heddle.audit.spool.OperationExtras;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;

/**
 * {@code begun_by(extra)} in SQL: the tenant of the request that began the work, or null if the
 * extras do not name one.
 */
final class BegunByFunction extends Function {
  /** How a query calls it. A file of a version without extras has NULL instead. */
  static final String CALL = "begun_by(o.extra)";

  private BegunByFunction() {}

  /** Lets statements of a connection call it. */
  static void addTo(Connection connection) throws SQLException {
    Function.create(connection, "begun_by", new BegunByFunction());
  }

  /** The same SQL for a file that has extras, or has not. */
  static String in(String sql, boolean hasExtras) {
    return hasExtras ? sql : sql.replace(CALL, "NULL");
  }

  @Override
  protected void xFunc() throws SQLException {
    String tenant = tenant(OperationExtras.of(value_blob(0)));
    if (tenant == null) {
      result();
    } else {
      result(tenant);
    }
  }

  private static String tenant(OperationExtras extras) {
    byte[] value = extras.field(OperationExtras.BEGUN_BY).orElse(null);
    try {
      return value == null ? null : BegunBy.of(value).tenant();
    } catch (IllegalArgumentException ofAnotherKind) {
      return null;
    }
  }
}
