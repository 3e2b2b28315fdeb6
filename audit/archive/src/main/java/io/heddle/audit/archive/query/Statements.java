package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what was prepared on one connection for the next question of the same form: preparing is
 * most of what a look-up costs. Bound: {@link #MOST_IDLE}; the one idle for longest goes. A
 * statement that is taken is nobody else's until it is given back.
 */
final class Statements {
  static final int MOST_IDLE = 4;

  private final Connection connection;
  private final boolean hasExtras;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  Statements(Connection connection) throws SQLException {
    this.connection = connection;
    hasExtras = Schema.hasExtras(connection, "main");
    BegunByFunction.addTo(connection);
  }

  /** Whether the file is of a version that has extras. */
  boolean hasExtras() {
    return hasExtras;
  }

  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement statement = idle.remove(sql);
    return statement == null ? connection.prepareStatement(sql) : statement;
  }

  void give(String sql, PreparedStatement statement) throws SQLException {
    PreparedStatement same = idle.put(sql, statement);
    if (same != null) {
      same.close();
    }
    if (idle.size() > MOST_IDLE) {
      Iterator<PreparedStatement> longest = idle.values().iterator();
      longest.next().close();
      longest.remove();
    }
  }
}
