package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Two connections lock two rows in opposite order. The database chooses the victim; the other
 * connection then ends its transaction, and this one goes on with whatever it is left with.
 *
 * @param slot that the other connection writes before
 * @param otherCommits whether the other connection commits in the end
 */
public record Deadlock(int slot, boolean otherCommits) implements Step {
  private static final String LOCK = "UPDATE locks SET n = n + 1 WHERE id = ";

  @Override
  public List<Integer> slots() {
    return List.of(slot);
  }

  @Override
  public Object run(Session session) throws SQLException {
    if (session.connection().getAutoCommit()) {
      return "not due: this one would hold no lock";
    }
    Session other = session.other();
    other.connection().setAutoCommit(false);
    session.run(LOCK + "1", Call.UPDATE);
    other.run("INSERT INTO w" + slot + " (h, e, v) VALUES (:h, 0, 1)", Call.UPDATE);
    other.run(LOCK + "2", Call.UPDATE);
    FutureTask<Object> crossing = new FutureTask<>(() -> other.run(LOCK + "1", Call.UPDATE));
    Thread thread = new Thread(crossing, "crosses");
    thread.start();
    String said = attempt(() -> session.run(LOCK + "2", Call.UPDATE));
    String otherSaid = attempt(() -> join(session, thread, crossing));
    String ended =
        attempt(
            () -> {
              if (otherCommits) {
                other.connection().commit();
              } else {
                other.connection().rollback();
              }
              return "done";
            });
    return "this one: " + said + ", the other: " + otherSaid + ", its end: " + ended;
  }

  /** Where the database sees no deadlock, the other one waits until this one's lock is gone. */
  private static Object join(Session session, Thread thread, FutureTask<Object> crossing)
      throws SQLException {
    try {
      thread.join(session.patienceMillis());
      if (thread.isAlive()) {
        session.connection().rollback();
      }
      return crossing.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof SQLException refused
          ? refused
          : new SQLException(failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SQLException(stopped);
    }
  }

  private interface Attempt {
    Object make() throws SQLException;
  }

  private static String attempt(Attempt attempt) {
    try {
      return String.valueOf(attempt.make());
    } catch (SQLException refused) {
      return Session.shown(refused);
    }
  }

  @Override
  public String shown() {
    return "deadlock  // this one locks row 1, another connection writes w"
        + slot
        + " and locks row 2, then row 1, this one row 2; the other one's "
        + (otherCommits ? "commit()" : "rollback()");
  }
}
