package io.heddle.it.faults;

import io.heddle.it.harness.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The table that {@code io.heddle.it.apps.jdbc} writes to: PostgreSQL's word on what happened. */
final class Ledger {
  private final String url;

  private Ledger(String url) {
    this.url = url;
  }

  /** Makes the table in an empty database. */
  static Ledger in(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE ledger (id text PRIMARY KEY, made_by text NOT NULL, changed_by text)");
    }
    return new Ledger(url);
  }

  String url() {
    return url;
  }

  /**
   * The names of all writes that were committed. Every writer must be dead: a commit on its way is
   * waited for, because the server finishes it whatever has become of who asked.
   */
  Set<String> committed() throws SQLException {
    Set<String> writes = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      Eventually.holds(
          "the server has noticed that its clients are gone",
          Duration.ofSeconds(30),
          () -> others(statement) == 0);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT made_by FROM ledger UNION SELECT changed_by FROM ledger"
                  + " WHERE changed_by IS NOT NULL")) {
        while (row.next()) {
          writes.add(row.getString(1));
        }
      }
    }
    return writes;
  }

  private static int others(Statement statement) {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
