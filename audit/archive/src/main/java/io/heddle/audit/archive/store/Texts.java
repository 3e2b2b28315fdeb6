package io.heddle.audit.archive.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers texts, each once. What was numbered lately is remembered; at {@link #MOST_REMEMBERED}
 * texts all are forgotten and looked up again. One thread.
 */
final class Texts {
  static final int MOST_REMEMBERED = 100_000;

  private final Map<String, Long> remembered = new HashMap<>();
  private final PreparedStatement find;
  private final PreparedStatement insert;

  Texts(Connection connection) throws SQLException {
    find = connection.prepareStatement("SELECT id FROM text WHERE value = ?");
    insert = connection.prepareStatement("INSERT INTO text (value) VALUES (?)");
  }

  /** The number of a text, new if need be; part of the transaction. */
  long id(String text) throws SQLException {
    Long id = remembered.get(text);
    if (id == null) {
      id = find(text);
      if (id == 0) {
        insert.setString(1, text);
        insert.executeUpdate();
        id = find(text);
      }
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(text, id);
    }
    return id;
  }

  /** Forgets what it remembers: the table has changed, or a transaction was taken back. */
  void forget() {
    remembered.clear();
  }

  private long find(String text) throws SQLException {
    find.setString(1, text);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
