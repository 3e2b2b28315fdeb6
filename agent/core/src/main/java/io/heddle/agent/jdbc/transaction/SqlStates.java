package io.heddle.agent.jdbc.transaction;

import java.sql.SQLException;

/** Finds the SQLSTATE of a failure. */
final class SqlStates {
  private static final int DEEPEST = 16;

  private SqlStates() {}

  /** The first SQLSTATE along the causes of {@code thrown}; null if there is none. */
  static String of(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof SQLException failure && failure.getSQLState() != null) {
        return failure.getSQLState();
      }
      cause = cause.getCause();
    }
    return null;
  }
}
