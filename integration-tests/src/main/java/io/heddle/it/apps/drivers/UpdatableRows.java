package io.heddle.it.apps.drivers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes through an updatable result set: once on its own, once in a transaction rolled back. */
public final class UpdatableRows {
  private UpdatableRows() {}

  /**
   * @param arguments JDBC URL
   */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE accounts (id INT PRIMARY KEY, v VARCHAR(20))");
        statement.executeUpdate("INSERT INTO accounts VALUES (1, 'a'), (2, 'b'), (3, 'c')");
      }
      change(connection, 10);
      connection.setAutoCommit(false);
      change(connection, 20);
      connection.rollback();
    }
  }

  private static void change(Connection connection, int id) throws SQLException {
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT id, v FROM accounts ORDER BY id")) {
      rows.moveToInsertRow();
      rows.updateInt("id", id);
      rows.updateString("v", "inserted");
      rows.insertRow();
      rows.moveToCurrentRow();
      rows.absolute(1);
      rows.updateString("v", "changed");
      rows.updateRow();
      rows.absolute(2);
      rows.deleteRow();
    }
  }
}
