package io.heddle.it.apps.tomcat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import javax.sql.DataSource;

/** The table {@code item}, written and read in every way JDBC knows. */
final class Items {
  private static final String INSERT = "INSERT INTO item (name, quantity) VALUES (?, ?)";
  private static final String UPDATE = "UPDATE item SET quantity = quantity + 1 WHERE name = ?";
  private static final String DELETE = "DELETE FROM item WHERE name = ?";

  private final DataSource pool;

  Items(DataSource pool) {
    this.pool = pool;
  }

  void createTable() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS item (name VARCHAR(200) PRIMARY KEY, quantity INT NOT NULL)");
    }
  }

  /** Three queries; answers with the quantity of {@code name}, 0 if there is no such item. */
  String query(String name) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      int quantity = 0;
      for (int i = 0; i < 3; i++) {
        try (PreparedStatement query =
            connection.prepareStatement("SELECT quantity FROM item WHERE name = ?")) {
          query.setString(1, name);
          try (ResultSet rows = query.executeQuery()) {
            quantity = rows.next() ? rows.getInt(1) : 0;
          }
        }
      }
      return Integer.toString(quantity);
    }
  }

  /** Inserts and updates in one transaction. */
  String commit(String name) throws SQLException {
    try (Connection connection = begin()) {
      insert(connection, name);
      change(connection, UPDATE, name);
      connection.commit();
      connection.setAutoCommit(true);
    }
    return "committed";
  }

  /** Two updates in one transaction, of rows that {@link #commit} made: the table does not grow. */
  String transfer(String from, String to) throws SQLException {
    try (Connection connection = begin()) {
      change(connection, UPDATE, from);
      change(connection, UPDATE, to);
      connection.commit();
      connection.setAutoCommit(true);
    }
    return "transferred";
  }

  String rollback(String name) throws SQLException {
    try (Connection connection = begin()) {
      insert(connection, name);
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return "rolled back";
  }

  /** The first and the third insert stay, the second is undone. */
  String savepoint(String name) throws SQLException {
    try (Connection connection = begin()) {
      insert(connection, name + "-1");
      Savepoint savepoint = connection.setSavepoint();
      insert(connection, name + "-2");
      connection.rollback(savepoint);
      insert(connection, name + "-3");
      connection.commit();
      connection.setAutoCommit(true);
    }
    return "partly";
  }

  /** A connection given back in the middle of a transaction: the pool rolls it back. */
  String abandon(String name) throws SQLException {
    try (Connection connection = begin()) {
      insert(connection, name);
    }
    return "abandoned";
  }

  /** Switching autocommit on in mid transaction commits: JDBC 4.3 §10.1.1. */
  String commitBySwitch(String name) throws SQLException {
    try (Connection connection = begin()) {
      insert(connection, name);
      connection.setAutoCommit(true);
    }
    return "committed by switch";
  }

  String batch(String name, int size) throws SQLException {
    try (Connection connection = begin();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < size; i++) {
        insert.setString(1, name + "-" + i);
        insert.setInt(2, i);
        insert.addBatch();
      }
      int rows = 0;
      for (int count : insert.executeBatch()) {
        rows += count;
      }
      connection.commit();
      connection.setAutoCommit(true);
      return "rows " + rows;
    }
  }

  /** Inserts the same key twice; the second insert throws, the first one stays. */
  String fail(String name) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      insert(connection, name);
      insert(connection, name);
    }
    return "not reached";
  }

  String autocommit(String name) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      insert(connection, name);
      change(connection, DELETE, name);
      insert(connection, name);
    }
    return "written";
  }

  /** The value stands in the statement's text, as a literal. */
  String literal(String name) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      int rows =
          statement.executeUpdate(
              "INSERT INTO item (name, quantity) VALUES ('" + name.replace("'", "''") + "', 4711)");
      return "rows " + rows;
    }
  }

  String defineTable(String table) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
      statement.execute("DROP TABLE " + table);
    }
    return "defined";
  }

  /** A transaction that JDBC is not told of. */
  String sqlTransaction(String name, String end) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      insert(connection, name);
      try {
        statement.execute(end);
      } catch (SQLException refused) {
        statement.execute("ROLLBACK"); // the pool would hand it on, open as it is
        throw refused;
      }
    }
    return end;
  }

  /** All names, in order, one a line. */
  String names() throws SQLException {
    StringBuilder names = new StringBuilder();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM item ORDER BY name")) {
      while (rows.next()) {
        names.append(rows.getString(1)).append('\n');
      }
    }
    return names.toString();
  }

  private Connection begin() throws SQLException {
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void insert(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, name);
      insert.setInt(2, 1);
      insert.executeUpdate();
    }
  }

  private static void change(Connection connection, String sql, String name) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setString(1, name);
      change.executeUpdate();
    }
  }
}
