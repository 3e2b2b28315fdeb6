package io.heddle.audit.archive.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts operations by dimensions, file by file: each file groups by its own numbers, and what they
 * stand for is added up here. In memory there are as many groups as there are different values.
 */
final class Counting {
  private final AuditQuery.Condition condition;
  private final List<Dimension> dimensions;
  private final Map<List<Object>, Long> counts = new HashMap<>();

  Counting(AuditQuery.Condition condition, List<Dimension> dimensions) {
    this.condition = condition;
    this.dimensions = dimensions;
  }

  void add(Statements file) throws SQLException {
    String sql =
        "SELECT "
            + dimensions.stream().map(Dimension::value).collect(Collectors.joining(", "))
            + ", count(*) FROM entry o WHERE "
            + condition.sql()
            + " GROUP BY "
            + dimensions.stream().map(Dimension::key).collect(Collectors.joining(", "));
    sql = BegunByFunction.in(sql, file.hasExtras());
    PreparedStatement statement = file.take(sql);
    int i = 1;
    for (Object value : condition.values()) {
      statement.setObject(i++, value);
    }
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < dimensions.size(); column++) {
          values.add(dimensions.get(column).decode(row.getObject(column + 1)));
        }
        counts.merge(values, row.getLong(dimensions.size() + 1), Long::sum);
      }
    }
    file.give(sql, statement);
  }

  /** The groups, largest first, those of equal size in the order of their values. */
  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    counts.forEach((values, count) -> groups.add(new Group(values, count)));
    groups.sort(
        Comparator.comparingLong(Group::count)
            .reversed()
            .thenComparing(group -> group.values().toString()));
    return groups;
  }
}
