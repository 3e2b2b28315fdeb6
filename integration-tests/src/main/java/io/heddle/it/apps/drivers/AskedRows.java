package io.heddle.it.apps.drivers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes whose number of rows the driver only tells who asks: each to a table of its own, three
 * rows each. Ends without closing its connection.
 */
public final class AskedRows {
  private final Connection connection;

  private AskedRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param arguments JDBC URL; {@code returning} if the database knows {@code RETURNING}; {@code
   *     rewriting} if the driver rewrites batches
   */
  public static void main(String[] arguments) throws Exception {
    AskedRows rows = new AskedRows(DriverManager.getConnection(arguments[0]));
    rows.updateCounts();
    if (arguments.length > 1) {
      rows.returned();
    }
    if (arguments.length > 2) {
      rows.batches();
    }
    try (Statement left = rows.connection.createStatement()) {
      rows.table("left_to_the_end");
      left.execute(rows.insert("left_to_the_end"));
    }
    System.out.println("DONE");
  }

  private void updateCounts() throws SQLException {
    Statement statement = connection.createStatement();
    table("asked");
    statement.execute(insert("asked"));
    statement.getUpdateCount();
    table("asked_for_many");
    statement.execute(insert("asked_for_many"));
    statement.getLargeUpdateCount();
    table("prepared");
    try (PreparedStatement insert = connection.prepareStatement(insert("prepared"))) {
      insert.execute();
      insert.getUpdateCount();
      insert.getUpdateCount();
    }
    table("not_asked");
    statement.execute(insert("not_asked"));
    table("asked_too_late");
    table("another");
    try (Statement other = connection.createStatement()) {
      statement.execute(insert("asked_too_late"));
      other.executeUpdate(insert("another"));
      statement.getUpdateCount();
    }
    table("committed");
    table("committed_unasked");
    table("undone");
    connection.setAutoCommit(false);
    statement.execute(insert("committed"));
    statement.getUpdateCount();
    statement.execute(insert("committed_unasked"));
    connection.commit();
    statement.execute(insert("undone"));
    statement.getUpdateCount();
    connection.rollback();
    connection.setAutoCommit(true);
    statement.close();
  }

  private void returned() throws SQLException {
    Statement statement = connection.createStatement();
    table("returned");
    try (ResultSet rows = statement.executeQuery(insert("returned") + " RETURNING id")) {
      while (rows.next()) {
        rows.getInt(1);
      }
    }
    table("returned_by_execute");
    statement.execute(insert("returned_by_execute") + " RETURNING id");
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        rows.getInt(1);
      }
    }
    table("returned_in_part");
    try (ResultSet rows = statement.executeQuery(insert("returned_in_part") + " RETURNING id")) {
      rows.next();
    }
    table("selected");
    try (ResultSet rows = statement.executeQuery("SELECT * FROM returned")) {
      while (rows.next()) {
        rows.getInt(1);
      }
    }
  }

  private void batches() throws SQLException {
    table("rewritten");
    batch("INSERT INTO rewritten VALUES (?)");
    table("upserted");
    batch("INSERT INTO upserted VALUES (?) ON CONFLICT DO NOTHING");
  }

  private void batch(String sql) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < 5; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private String insert(String table) {
    return "INSERT INTO " + table + " VALUES (1), (2), (3)";
  }

  private void table(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
    }
  }
}
