package io.heddle.orders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** An H2 database on disk behind a pool of eight connections. */
final class Database implements AutoCloseable {
  /** Work on a connection whose transaction is committed if it returns and else rolled back. */
  interface Transaction<T> {
    T in(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Opens or creates the database at {@code file}, then runs the statements of its schema. */
  static Database open(String file, List<String> schema) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url(file) + ";LOCK_TIMEOUT=10000");
    config.setMaximumPoolSize(8);
    config.setPoolName("orders");
    Database database = new Database(new HikariDataSource(config));
    database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : schema) {
              statement.execute(sql);
            }
          }
          return null;
        });
    return database;
  }

  /** The URL of a database that is closed by its owner and not behind H2's back on exit. */
  static String url(String file) {
    return "jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE";
  }

  /** A connection in auto-commit mode. */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /**
   * Runs {@code work} in a transaction.
   *
   * @throws IllegalStateException if the database failed
   */
  <T> T transaction(Transaction<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database failed: " + e.getMessage(), e);
    }
  }

  /** H2 closes the database with its last connection. */
  @Override
  public void close() {
    pool.close();
  }
}
