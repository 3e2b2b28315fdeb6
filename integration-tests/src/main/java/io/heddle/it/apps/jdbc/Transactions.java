package io.heddle.it.apps.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Transactions whose end is known beforehand, on the table {@code ledger}.
 *
 * <p>A write's name is its rows' {@code made_by} or {@code changed_by}, and an alias in the text of
 * its statement: so whoever holds rows against records knows which belong together.
 */
final class Transactions implements AutoCloseable {
  /** Ways to write. */
  enum Kind {
    /** Two inserts and an update, committed. */
    COMMIT,
    /** Two inserts, rolled back. */
    ROLLBACK,
    /** Three inserts, the second of which is undone by a savepoint. */
    SAVEPOINT,
    /** An insert of its own. */
    AUTO_COMMIT,
    /** A batch of five, committed. */
    BATCH,
    /** An insert, committed by switching auto-commit on. */
    SWITCH,
    /** The same key twice in one transaction: the second one fails, and all is rolled back. */
    FAIL,
    /** An update, rolled back. */
    UNDONE_UPDATE
  }

  private static final int BATCH_SIZE = 5;

  private final Connection connection;
  private final Answers answers;

  /** The last row that is known to be there. */
  private String row = "";

  Transactions(Connection connection, Answers answers) {
    this.connection = connection;
    this.answers = answers;
  }

  /**
   * @param id unique; the names of its writes begin with it
   */
  void run(Kind kind, String id) throws SQLException {
    String a = id + "_a";
    String b = id + "_b";
    String c = id + "_c";
    if (kind == Kind.AUTO_COMMIT) {
      insert(a, a);
      answers.committed(a);
      row = a;
      return;
    }
    connection.setAutoCommit(false);
    switch (kind) {
      case COMMIT -> {
        insert(a, a);
        insert(b, b);
        update(c, row);
        connection.commit();
        answers.committed(a, b);
        row = a;
      }
      case ROLLBACK -> {
        insert(a, a);
        insert(b, b);
        rollBack(a, b);
      }
      case SAVEPOINT -> {
        insert(a, a);
        Savepoint savepoint = connection.setSavepoint();
        insert(b, b);
        connection.rollback(savepoint);
        insert(c, c);
        connection.commit();
        answers.committed(a, c);
        answers.undone(b);
      }
      case BATCH -> {
        try (PreparedStatement insert = prepareInsert(a)) {
          for (int i = 0; i < BATCH_SIZE; i++) {
            insert.setString(1, a + i);
            insert.setString(2, a);
            insert.addBatch();
          }
          insert.executeBatch();
        }
        connection.commit();
        answers.committed(a);
      }
      case SWITCH -> {
        insert(a, a);
        connection.setAutoCommit(true);
        answers.committed(a);
      }
      case FAIL -> {
        insert(a, a);
        try {
          insert(b, a);
          throw new IllegalStateException("the same key twice");
        } catch (SQLException expected) {
          rollBack(a, b);
        }
      }
      case UNDONE_UPDATE -> {
        update(a, row);
        rollBack(a);
      }
      default -> throw new IllegalStateException(kind.toString());
    }
    connection.setAutoCommit(true);
  }

  private void rollBack(String... writes) throws SQLException {
    connection.rollback();
    for (String write : writes) {
      answers.undone(write);
    }
  }

  private void insert(String write, String key) throws SQLException {
    try (PreparedStatement insert = prepareInsert(write)) {
      insert.setString(1, key);
      insert.setString(2, write);
      insert.executeUpdate();
    }
  }

  private PreparedStatement prepareInsert(String write) throws SQLException {
    return connection.prepareStatement(
        "INSERT INTO ledger AS " + write + " (id, made_by) VALUES (?, ?)");
  }

  private void update(String write, String key) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE ledger AS " + write + " SET changed_by = ? WHERE id = ?")) {
      update.setString(1, write);
      update.setString(2, key);
      update.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
