package io.heddle.agent.jdbc.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Asks PostgreSQL for the ID of the transaction that a connection is in, by which {@code
 * pg_xact_status} can tell later what became of it.
 *
 * <p>Runs inside the application's transaction, so it must not fail there: that would abort it. The
 * first time on a connection it is tried under a savepoint. The thread is inside the driver
 * meanwhile, so nothing of it is recorded.
 */
final class PostgresTransactions {
  /** The first with {@code pg_xact_status} and 64-bit IDs. */
  private static final int FIRST_VERSION = 13;

  private static final String TRANSACTION = "SELECT pg_current_xact_id_if_assigned()::text";
  private static final String SYSTEM = "SELECT system_identifier::text FROM pg_control_system()";

  private PostgresTransactions() {}

  /**
   * Where the database is found again: {@code postgresql://host:port/name?system_identifier=…}, by
   * which another server under that address, or the same one under another address, can be told.
   *
   * @return empty if it cannot be asked
   */
  static String database(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      if (connection.getMetaData().getDatabaseMajorVersion() < FIRST_VERSION) {
        return "";
      }
      statement.execute("SAVEPOINT heddle_audit");
      try {
        text(statement, TRANSACTION);
        String system = text(statement, SYSTEM);
        statement.execute("RELEASE SAVEPOINT heddle_audit");
        return address(connection.getMetaData().getURL()) + "?system_identifier=" + system;
      } catch (SQLException unable) {
        // Something that speaks PostgreSQL's protocol and lacks a function; or no right to use it.
        statement.execute("ROLLBACK TO SAVEPOINT heddle_audit");
        statement.execute("RELEASE SAVEPOINT heddle_audit");
        return "";
      }
    } catch (SQLException lost) {
      return "";
    }
  }

  /** The ID of the transaction that the connection is in; empty if it has written nothing. */
  static String transaction(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return text(statement, TRANSACTION);
    } catch (SQLException lost) {
      return "";
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      String text = row.next() ? row.getString(1) : null;
      return text == null ? "" : text;
    }
  }

  /** Without the driver's name, and without properties, which may hold a password. */
  private static String address(String url) {
    int end = url.indexOf('?');
    return url.substring(url.startsWith("jdbc:") ? 5 : 0, end < 0 ? url.length() : end);
  }
}
