package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Two connections lock two rows in opposite order, and this one is the victim: its transaction
 * begins here and is the younger one, which H2 undoes. The other connection commits.
 *
 * @param otherSlot that the other connection writes
 * @param slot that this one writes in the transaction that is undone
 * @param patience a text with which the other one waits for locks long enough
 */
public record LostDeadlock(int otherSlot, int slot, String patience) implements Step {
  private static final String LOCK = "UPDATE locks SET n = n + 1 WHERE id = ";

  @Override
  public List<Integer> slots() {
    return List.of(otherSlot, slot);
  }

  @Override
  public Object run(Session session) throws SQLException {
    Session other = session.other();
    other.run(patience, Call.EXECUTE);
    other.connection().setAutoCommit(false);
    other.run(insert(otherSlot), Call.UPDATE);
    other.run(LOCK + "2", Call.UPDATE);
    session.run(insert(slot), Call.UPDATE);
    session.run(LOCK + "1", Call.UPDATE);
    FutureTask<Object> crossing = new FutureTask<>(() -> other.run(LOCK + "1", Call.UPDATE));
    new Thread(crossing, "crosses").start();
    try {
      return session.run(LOCK + "2", Call.UPDATE);
    } finally {
      join(crossing);
      other.connection().commit();
    }
  }

  private static String insert(int slot) {
    return "INSERT INTO w" + slot + " (h, e, v) VALUES (:h, 0, 1)";
  }

  private static void join(FutureTask<Object> crossing) throws SQLException {
    try {
      crossing.get();
    } catch (ExecutionException failure) {
      throw new SQLException("the other connection was not let through", failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SQLException(stopped);
    }
  }

  @Override
  public String shown() {
    return "deadlock  // another connection writes w"
        + otherSlot
        + " and locks row 2, this one writes w"
        + slot
        + " and locks row 1, then each the other row; the other one's commit()";
  }
}
