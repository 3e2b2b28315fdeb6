package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one view that {@code --sql} asks: {@code operation}, over all files, with the columns that
 * the other formats have, by the same names.
 */
final class OperationView {
  private OperationView() {}

  /**
   * An attached file.
   *
   * @param hasExtras whether it is of a version that has them
   */
  record Part(String schema, boolean hasExtras) {
    static Part of(Connection connection, String schema) throws SQLException {
      return new Part(schema, Schema.hasExtras(connection, schema));
    }
  }

  /** The statement that makes it over attached files, with what a question is about. */
  static String create(List<Part> parts, AuditQuery.Condition condition) {
    return "CREATE TEMP VIEW operation AS "
        + parts.stream()
            .map(part -> select(part, condition))
            .collect(Collectors.joining(" UNION ALL "));
  }

  private static String select(Part part, AuditQuery.Condition condition) {
    String schema = part.schema;
    return "SELECT audit_id(o.start_micros, l.boot, o.seq) AS id,"
        + " strftime('%Y-%m-%dT%H:%M:%S', o.start_micros / 1000000, 'unixepoch')"
        + " || printf('.%06dZ', o.start_micros % 1000000) AS time, o.start_micros, o.tenant,"
        + " nullif(o.actor, '') AS actor, "
        + names("o.type", OperationType.values().length, code -> OperationType.ofCode(code).name())
        + " AS type, "
        + names("o.layer", Layer.values().length, code -> Layer.ofCode(code).name())
        + " AS layer, nullif(o.target, '') AS target, o.statement, "
        + names("o.outcome", Outcome.values().length, code -> Outcome.ofCode(code).name())
        + " AS outcome, nullif(o.row_count, -1) AS rows, nullif(o.status, 0) AS status,"
        + " nullif(o.error, '') AS error, o.duration_nanos,"
        + " printf('%016x%016x', o.trace_high, o.trace_low) AS trace_id,"
        + " printf('%016x', o.span) AS span_id, l.service, l.node, printf('%x', l.boot) AS boot,"
        + " o.seq, o.txn AS \"transaction\", o.ordinal, o.truncated, "
        + (part.hasExtras ? "extras_json(o.extra, o.start_micros)" : "NULL")
        + " AS extras, "
        + BegunByFunction.in(BegunByFunction.CALL, part.hasExtras)
        + " AS begun_by FROM "
        + schema
        + ".operation o CROSS JOIN "
        + schema
        + ".log l ON l.id = o.log WHERE "
        + condition.within(schema, part.hasExtras);
  }

  private interface Name {
    String of(int code);
  }

  private static String names(String column, int count, Name name) {
    StringBuilder names = new StringBuilder("CASE ").append(column);
    for (int code = 0; code < count; code++) {
      names.append(" WHEN ").append(code).append(" THEN '").append(name.of(code)).append('\'');
    }
    return names.append(" END").toString();
  }
}
