package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one view that {@code --sql} asks: {@code operation}, over all files, with the columns of
 * {@link ViewColumn}, which the other formats have by the same names.
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
    return "CREATE TEMP VIEW "
        + ViewColumn.VIEW
        + " AS "
        + parts.stream()
            .map(part -> select(part, condition))
            .collect(Collectors.joining(" UNION ALL "));
  }

  private static String select(Part part, AuditQuery.Condition condition) {
    String schema = part.schema;
    return "SELECT "
        + Arrays.stream(ViewColumn.values())
            .map(column -> column.selected(part.hasExtras))
            .collect(Collectors.joining(", "))
        + " FROM "
        + schema
        + ".operation o CROSS JOIN "
        + schema
        + ".log l ON l.id = o.log WHERE "
        + condition.within(schema, part.hasExtras);
  }
}
