package io.heddle.it.apps.drivers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Calls functions of PostgreSQL that write, and some that do not, once it is told to begin. */
public final class Functions {
  private Functions() {}

  /**
   * @param arguments JDBC URL; a file whose existence lets it begin
   */
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[1]))) {
      LockSupport.parkNanos(10_000_000);
    }
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      query(connection, "SELECT book_order(1)");
      query(connection, "SELECT * FROM billing.charge(2)");
      query(connection, "SELECT count(*), max(id) FROM booked");
      query(connection, "SELECT read_order(1)");
      try (PreparedStatement call = connection.prepareStatement("SELECT book_order(?)")) {
        call.setInt(1, 3);
        call.execute();
        call.setInt(1, 4);
        call.executeQuery().close();
      }
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("INSERT INTO notes SELECT book_order(5)");
      }
      connection.setAutoCommit(false);
      query(connection, "SELECT book_order(6)");
      connection.rollback();
    }
  }

  private static void query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rows.getInt(1);
      }
    }
  }
}
