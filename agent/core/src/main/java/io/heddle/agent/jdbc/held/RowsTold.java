package io.heddle.agent.jdbc.held;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.operation.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What woven statements and result sets call when the driver tells the application of rows: update
 * counts that it asks for, and the rows that a write returns, read to their end.
 *
 * <p>Bound: the application's own statements and result sets. While no write waits, a row read
 * costs a look at an empty map.
 */
public final class RowsTold {
  /** A write and the place where it waits. */
  private record Waiting(HeldWrite place, Operation write) {}

  /** A write whose result set is being read, by one thread at a time. */
  private static final class Returned {
    private final Waiting waiting;
    private long rows;

    private Returned(Waiting waiting) {
      this.waiting = waiting;
    }
  }

  private final CurrentThread threads;
  private final WeakIdentityMap<Object, Waiting> statements = new WeakIdentityMap<>();
  private final WeakIdentityMap<Object, Returned> results = new WeakIdentityMap<>();

  public RowsTold(CurrentThread threads) {
    this.threads = threads;
  }

  /** The last write of a statement waits there for its rows. */
  public void waits(Object statement, HeldWrite place, Operation write) {
    statements.put(statement, new Waiting(place, write));
  }

  /** The application has asked a statement for its update count; negative if it has none. */
  public void counted(Object statement, long count) {
    if (count < 0 || statements.isEmpty()) {
      return;
    }
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return;
    }
    Waiting waiting = statements.remove(statement, thread.probe());
    if (waiting != null) {
      waiting.place().tell(waiting.write(), count);
    }
  }

  /** The application has the result set of a statement; of a write it holds the rows written. */
  public void returned(Object statement, Object result) {
    if (result == null || statements.isEmpty()) {
      return;
    }
    ThreadState thread = threads.state();
    if (thread.isInDriver()) {
      return;
    }
    Waiting waiting = statements.remove(statement, thread.probe());
    if (waiting != null && goesForward(result)) {
      results.put(result, new Returned(waiting));
    }
  }

  /** A statement was closed: the application will not ask. */
  public void closed(Object statement) {
    if (statements.isEmpty()) {
      return;
    }
    Waiting waiting = statements.remove(statement, threads.state().probe());
    if (waiting != null) {
      waiting.place().tell(waiting.write(), -1);
    }
  }

  /** A result set has moved on; {@code isRow} is false behind its last row. */
  public void moved(Object result, boolean isRow) {
    if (results.isEmpty()) {
      return;
    }
    ThreadState thread = threads.state();
    Returned returned = results.get(result, thread.probe());
    if (returned == null) {
      return;
    }
    if (isRow) {
      returned.rows++;
    } else {
      results.remove(result, thread.probe());
      returned.waiting.place().tell(returned.waiting.write(), returned.rows);
    }
  }

  /** A result set was closed: no more of its rows will be read. */
  public void resultClosed(Object result) {
    if (results.isEmpty()) {
      return;
    }
    Returned returned = results.remove(result, threads.state().probe());
    if (returned != null) {
      returned.waiting.place().tell(returned.waiting.write(), -1);
    }
  }

  /** Rows of a result set that can go back may be met twice. */
  private static boolean goesForward(Object result) {
    try {
      return result instanceof ResultSet rows && rows.getType() == ResultSet.TYPE_FORWARD_ONLY;
    } catch (SQLException closed) {
      return false;
    }
  }
}
