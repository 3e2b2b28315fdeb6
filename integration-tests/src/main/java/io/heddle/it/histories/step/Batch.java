package io.heddle.it.histories.step;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * Rows are inserted in one batch.
 *
 * @param slot whose table they go to
 * @param size number of rows, from 1 up
 * @param failsAt the entry that repeats the key of the first one, from 1 up; 0: none
 * @param isPrepared whether it is one prepared statement with values, not a list of texts
 * @param isLarge whether {@code executeLargeBatch} runs it
 */
public record Batch(int slot, int size, int failsAt, boolean isPrepared, boolean isLarge)
    implements Step {
  /** The key of the first entry's row, behind those that single statements use. */
  private static final int FIRST_ENTRY = 10;

  @Override
  public List<Integer> slots() {
    return List.of(slot);
  }

  @Override
  public Object run(Session session) throws SQLException {
    return isPrepared ? prepared(session) : plain(session);
  }

  private Object prepared(Session session) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(text("?", "?"))) {
      for (int i = 0; i < size; i++) {
        statement.setInt(1, session.history());
        statement.setInt(2, entry(i));
        statement.addBatch();
      }
      return execute(statement);
    }
  }

  private Object plain(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      for (int i = 0; i < size; i++) {
        statement.addBatch(text(Integer.toString(session.history()), Integer.toString(entry(i))));
      }
      return execute(statement);
    }
  }

  private Object execute(Statement statement) throws SQLException {
    return isLarge
        ? Arrays.toString(statement.executeLargeBatch())
        : Arrays.toString(statement.executeBatch());
  }

  private String text(String history, String entry) {
    return "INSERT INTO w" + slot + " (h, e, v) VALUES (" + history + ", " + entry + ", 1)";
  }

  private int entry(int index) {
    return FIRST_ENTRY + (failsAt > 0 && index == failsAt ? 0 : index);
  }

  @Override
  public String shown() {
    return (isPrepared ? "prepared" : "statement")
        + (isLarge ? ".executeLargeBatch" : ".executeBatch")
        + "()  // "
        + size
        + " x INSERT INTO w"
        + slot
        + (failsAt > 0 ? ", number " + failsAt + " a duplicate of number 0" : "");
  }
}
