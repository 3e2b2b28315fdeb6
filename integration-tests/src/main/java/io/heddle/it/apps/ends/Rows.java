package io.heddle.it.apps.ends;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Writes rows. The tables are there before anything is measured, or made when first needed. */
final class Rows {
  private final DataSource pool;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private final AtomicLong written = new AtomicLong();

  Rows(DataSource pool) {
    this.pool = pool;
  }

  /** Makes tables of these names. */
  void make(String... tables) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables) {
        if (made.add(table)) {
          statement.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY)");
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** How many rows were written. */
  long written() {
    return written.get();
  }

  /** Inserts one row. */
  void write(String table) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO " + table + " VALUES (" + written.incrementAndGet() + ")");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
