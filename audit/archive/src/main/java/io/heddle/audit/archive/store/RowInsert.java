package io.heddle.audit.archive.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/**
 * Inserts rows into a table whose key is {@code (log, seq)}, many with one statement: a statement
 * for each row takes a third longer. If a key may be taken, it is a row at a time, and told which.
 * One thread.
 */
final class RowInsert {
  /** More gain next to nothing. */
  private static final int MANY = 100;

  /** Binds a row's columns. */
  interface Binder {
    /**
     * Binds all columns of a row.
     *
     * @param before the parameter before the row's first one
     */
    void bind(PreparedStatement insert, int before, int row) throws SQLException;
  }

  private final int columns;
  private final PreparedStatement many;
  private final PreparedStatement one;
  private final PreparedStatement oneUnlessTaken;
  private final PreparedStatement isTaken;

  /** Inserts into a table, all of whose columns are bound. */
  RowInsert(Connection connection, String table, int columns) throws SQLException {
    this.columns = columns;
    String row = "(" + "?, ".repeat(columns - 1) + "?)";
    String insert = "INSERT INTO " + table + " VALUES " + row;
    many = connection.prepareStatement(insert + (", " + row).repeat(MANY - 1));
    one = connection.prepareStatement(insert);
    oneUnlessTaken = connection.prepareStatement(insert + " ON CONFLICT DO NOTHING");
    isTaken =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT 1 FROM " + table + " WHERE log = ? AND seq BETWEEN ? AND ?)");
  }

  /**
   * Inserts rows of a log.
   *
   * @param rows how many; at least one, with sequence numbers that rise
   * @param firstSeq the first row's sequence number
   * @param lastSeq the last one's
   * @return which rows were not, because their keys are taken
   */
  BitSet insert(long log, int rows, long firstSeq, long lastSeq, Binder binder)
      throws SQLException {
    if (isAnyTaken(log, firstSeq, lastSeq)) {
      return insertUnlessTaken(rows, binder);
    }
    insertAll(rows, binder);
    return new BitSet();
  }

  /** Forgets what was to be inserted. */
  void clear() throws SQLException {
    many.clearBatch();
    one.clearBatch();
    oneUnlessTaken.clearBatch();
  }

  private boolean isAnyTaken(long log, long firstSeq, long lastSeq) throws SQLException {
    isTaken.setLong(1, log);
    isTaken.setLong(2, firstSeq);
    isTaken.setLong(3, lastSeq);
    try (ResultSet answer = isTaken.executeQuery()) {
      return answer.getInt(1) != 0;
    }
  }

  private void insertAll(int rows, Binder binder) throws SQLException {
    int single = rows % MANY;
    for (int row = 0; row < single; row++) {
      binder.bind(one, 0, row);
      one.addBatch();
    }
    if (single > 0) {
      one.executeBatch();
    }
    for (int first = single; first < rows; first += MANY) {
      for (int i = 0; i < MANY; i++) {
        binder.bind(many, i * columns, first + i);
      }
      // A batch of one at a time: what is bound is still in the processor's cache. And a batch,
      // because the driver closes a statement whose executeUpdate fails, on a full disk for
      // example.
      many.addBatch();
      many.executeBatch();
    }
  }

  private BitSet insertUnlessTaken(int rows, Binder binder) throws SQLException {
    for (int row = 0; row < rows; row++) {
      binder.bind(oneUnlessTaken, 0, row);
      oneUnlessTaken.addBatch();
    }
    int[] counts = oneUnlessTaken.executeBatch();
    BitSet taken = new BitSet();
    for (int row = 0; row < rows; row++) {
      taken.set(row, counts[row] == 0);
    }
    return taken;
  }
}
