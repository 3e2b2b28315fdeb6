package io.heddle.it.apps.tomcat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import javax.sql.DataSource;

/** Tables with columns of many types, whose rows are written in the ways applications do. */
final class Orders {
  private static final String INSERT =
      "INSERT INTO orders (id, customer, amount, rate, paid, due, at, code, note)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final int BATCH = 20;

  private final DataSource pool;

  Orders(DataSource pool) {
    this.pool = pool;
  }

  /** For PostgreSQL. */
  String create() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer TEXT, amount NUMERIC(12, 2),"
              + " rate DOUBLE PRECISION, paid BOOLEAN, due DATE, at TIMESTAMPTZ, code UUID,"
              + " note BYTEA)");
      statement.execute("CREATE TABLE ticket (id BIGSERIAL PRIMARY KEY, title TEXT)");
    }
    return "created";
  }

  /**
   * Orders 1 to 20 in a batch, and 21 by a literal. Then 2 changes in part and 3 as a whole, 4 is
   * deleted; what is done to 5, and 22, are rolled back. Two tickets, whose keys the database
   * makes.
   */
  String write() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1, BATCH);
      connection.commit();
      update(connection, "UPDATE orders SET amount = ?, at = now() WHERE id = ?", 2);
      delete(connection, 4);
      connection.commit();
      update(connection, "UPDATE orders SET amount = ? WHERE id = ?", 5);
      insert(connection, 22, 22);
      connection.rollback();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "INSERT INTO orders (id, customer, amount) VALUES (21, 'it''s', 1.50)");
      }
      replace(connection, 3);
      ticket(connection, "first");
      ticket(connection, "second");
    }
    return "written";
  }

  private static void insert(Connection connection, int from, int to) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int id = from; id <= to; id++) {
        insert.setLong(1, id);
        insert.setString(2, "größe " + id);
        insert.setBigDecimal(3, new BigDecimal(id + ".50"));
        insert.setDouble(4, id / 3.0);
        insert.setBoolean(5, id % 2 == 0);
        if (id % 3 == 0) {
          insert.setNull(6, Types.DATE);
        } else {
          insert.setObject(6, LocalDate.of(2026, 11, 21).plusDays(id));
        }
        insert.setObject(7, OffsetDateTime.parse("2026-11-21T02:17:00.123456+01:00"));
        insert.setObject(8, new UUID(id, id));
        insert.setBytes(9, new byte[] {(byte) id, -1});
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void update(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setBigDecimal(1, new BigDecimal("99.99"));
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  private static void delete(Connection connection, long id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
  }

  /** Sets every column, as object-relational mappers do. */
  private static void replace(Connection connection, long id) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE orders SET customer = ?, amount = ?, rate = ?, paid = ?, due = ?, at = ?,"
                + " code = ?, note = ? WHERE id = ?")) {
      update.setString(1, "other");
      update.setInt(2, 7);
      update.setDouble(3, 0.1);
      update.setBoolean(4, true);
      update.setNull(5, Types.DATE);
      update.setObject(6, OffsetDateTime.parse("2026-11-21T14:00:00Z"));
      update.setObject(7, new UUID(7, 7));
      update.setBytes(8, new byte[0]);
      update.setLong(9, id);
      update.executeUpdate();
    }
  }

  private static void ticket(Connection connection, String title) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ticket (title) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, title);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
      }
    }
  }
}
