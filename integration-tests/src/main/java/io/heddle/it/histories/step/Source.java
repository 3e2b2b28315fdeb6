package io.heddle.it.histories.step;

import java.sql.Connection;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/** Where a session has its connections from. */
public interface Source {
  /** The next connection; from a pool it may be one that was returned. */
  Connection connect() throws SQLException;

  /** Whether connections go back to it after each history. */
  default boolean isShared() {
    return false;
  }

  /** The connection it gave was closed; what is behind it may be closed as well. */
  default void closed() throws SQLException {}

  /** What controls the transactions of the last connection from outside; null if nothing does. */
  default XAResource resource() throws SQLException {
    return null;
  }

  /** Closes what it keeps; no more connections are asked for. */
  default void end() throws Exception {}
}
