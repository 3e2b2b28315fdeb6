package io.heddle.agent.jdbc.postgres;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.jdbc.SideWrites;
import java.sql.SQLException;

/**
 * What woven copies call: a COPY is one operation, from the call that begins it to the one that
 * ends it, whether the driver makes these calls or the application does.
 *
 * <p>Bound of what is remembered: the copies that the application has begun and not ended; one it
 * forgets goes with the driver's object.
 */
public final class CopyCapture {
  /** {@code query_canceled}: what the server says of a copy that its client has given up. */
  private static final SQLException CANCELLED =
      new SQLException("cancelled", "57014") {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
          return this;
        }
      };

  private final SideWrites writes;
  private final CurrentThread threads;
  private final WeakIdentityMap<Object, SideWrites.Running> copies = new WeakIdentityMap<>();

  public CopyCapture(SideWrites writes, CurrentThread threads) {
    this.writes = writes;
    this.threads = threads;
  }

  /** A copy is about to begin; returns what {@link #begun} takes, or null. */
  public Object beginning(Object manager, String sql) {
    return writes.begin(Owner.of(manager), sql);
  }

  /** A copy has begun, or could not. The driver fails after a text that is none has run. */
  public void begun(Object token, Object copy, Throwable thrown) {
    if (token == null) {
      return;
    }
    SideWrites.Running running = (SideWrites.Running) token;
    if (copy != null) {
      copies.put(copy, running);
      running.pause();
    } else {
      writes.leave(running, -1, thrown, mayHaveWritten(thrown));
    }
  }

  /** A copy has ended; {@code rows} are those that the server has taken. */
  public void ended(Object copy, long rows, Throwable thrown) {
    end(copy, rows, thrown);
  }

  /** A part of a copy was sent or asked for; a failure is its end. */
  public void went(Object copy, Throwable thrown) {
    if (thrown != null) {
      end(copy, -1, thrown);
    }
  }

  /** A part of a copy was read; null is its end. */
  public void read(Object copy, Object part, Throwable thrown) {
    if (part == null) {
      end(copy, -1, thrown);
    }
  }

  /** A copy was given up. */
  public void cancelled(Object copy, Throwable thrown) {
    end(copy, -1, thrown == null ? CANCELLED : thrown);
  }

  private void end(Object copy, long rows, Throwable thrown) {
    SideWrites.Running running = copies.remove(copy, threads.state().probe());
    if (running != null) {
      writes.end(running, rows, thrown, mayHaveWritten(thrown));
    }
  }

  /** SQLSTATE 55000 and 42809 are the driver's own: the server has done what the text says. */
  private static boolean mayHaveWritten(Throwable thrown) {
    String state = thrown instanceof SQLException failure ? failure.getSQLState() : null;
    return "55000".equals(state) || "42809".equals(state);
  }
}
