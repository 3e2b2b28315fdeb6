package io.heddle.it.apps.drivers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Ways to insert rows into a table; each leaves three rows. */
enum Way {
  EXECUTE_UPDATE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(three(table));
      }
    }
  },
  EXECUTE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(three(table));
      }
    }
  },
  EXECUTE_LARGE_UPDATE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.executeLargeUpdate(three(table));
      }
    }
  },
  EXECUTE_UPDATE_WITH_KEYS {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(three(table), Statement.RETURN_GENERATED_KEYS);
      }
    }
  },
  SCROLLABLE_EXECUTE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement =
          connection.createStatement(
              java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE, java.sql.ResultSet.CONCUR_READ_ONLY)) {
        statement.execute(three(table));
      }
    }
  },
  BATCH {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        for (int i = 1; i <= 3; i++) {
          statement.addBatch("INSERT INTO " + table + " VALUES (" + i + ", 'a')");
        }
        statement.executeBatch();
      }
    }
  },
  LARGE_BATCH {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        for (int i = 1; i <= 3; i++) {
          statement.addBatch("INSERT INTO " + table + " VALUES (" + i + ", 'a')");
        }
        statement.executeLargeBatch();
      }
    }
  },
  PREPARED_UPDATE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(threeBound(table))) {
        bind(insert, 1, 2, 3).executeUpdate();
      }
    }
  },
  PREPARED_EXECUTE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(threeBound(table))) {
        bind(insert, 1, 2, 3).execute();
      }
    }
  },
  PREPARED_LARGE_UPDATE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(threeBound(table))) {
        bind(insert, 1, 2, 3).executeLargeUpdate();
      }
    }
  },
  PREPARED_WITH_KEYS {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement(threeBound(table), Statement.RETURN_GENERATED_KEYS)) {
        bind(insert, 1, 2, 3).executeUpdate();
      }
    }
  },
  PREPARED_BATCH {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(oneBound(table))) {
        for (int i = 1; i <= 3; i++) {
          bind(insert, i).addBatch();
        }
        insert.executeBatch();
      }
    }
  },
  PREPARED_LARGE_BATCH {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(oneBound(table))) {
        for (int i = 1; i <= 3; i++) {
          bind(insert, i).addBatch();
        }
        insert.executeLargeBatch();
      }
    }
  },
  CALLABLE {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      try (PreparedStatement insert = connection.prepareCall(threeBound(table))) {
        bind(insert, 1, 2, 3).executeUpdate();
      }
    }
  },
  TRANSACTION {
    @Override
    void insert(Connection connection, String table) throws SQLException {
      connection.setAutoCommit(false);
      EXECUTE_UPDATE.insert(connection, table);
      connection.commit();
      connection.setAutoCommit(true);
    }
  };

  /** Inserts three rows; the driver may not know this way and throw. */
  abstract void insert(Connection connection, String table) throws SQLException;

  private static String three(String table) {
    return "INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b'), (3, 'c')";
  }

  private static String threeBound(String table) {
    return "INSERT INTO " + table + " VALUES (?, 'a'), (?, 'b'), (?, 'c')";
  }

  private static String oneBound(String table) {
    return "INSERT INTO " + table + " VALUES (?, 'a')";
  }

  private static PreparedStatement bind(PreparedStatement statement, int... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setInt(i + 1, values[i]);
    }
    return statement;
  }
}
