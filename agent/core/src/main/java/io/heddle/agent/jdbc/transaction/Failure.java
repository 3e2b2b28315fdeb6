package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;

/**
 * What a call that threw says of itself.
 *
 * @param sqlState null if the driver gave none
 * @param code the vendor's; 0 if there is none
 * @param kind what it means for the statement and its transaction
 */
public record Failure(String sqlState, int code, Kind kind) {
  /** What a failure means. */
  public enum Kind {
    /** The statement was not run, or the database has undone it. */
    UNDONE,
    /** The database has run the statement; the driver then found fault with how it was called. */
    DONE,
    /** The database has rolled the whole transaction back (SQLSTATE class 40). */
    ROLLED_BACK,
    /** The connection is gone, or the driver does not say: anything may have happened. */
    LOST
  }

  /** SQLSTATEs that pgjdbc gives by itself once a statement has run. */
  private static final String PG_NO_ROWS = "02000";

  private static final String PG_UNEXPECTED_ROWS = "0100E";

  /** What pgjdbc, H2 and others say where the server has chosen no code. */
  private static final int SQLITE_DONE = 101;

  private static final String DUCKDB_MISUSED = "HY010";

  /** In a transaction the statement has run; with auto-commit on Derby undoes it. */
  private static final String DERBY_NO_ROWS = "X0Y78";

  /** Jaybird's for an answer of the other kind; errors of the server have a code as well. */
  private static final String FIREBIRD_NO_ROWS = "07005";

  private static final String FIREBIRD_UNEXPECTED_ROWS = "07003";

  /** MariaDB Connector/J's code for what it finds by itself. */
  private static final int MARIADB_CLIENT = -1;

  /** What {@code thrown} says in that dialect. */
  public static Failure of(Throwable thrown, Dialect dialect) {
    String state = SqlStates.of(thrown);
    int code = thrown instanceof SQLException known ? known.getErrorCode() : 0;
    return new Failure(state, code, kind(thrown, state, code, dialect));
  }

  private static Kind kind(Throwable thrown, String state, int code, Dialect dialect) {
    if (isDone(thrown, state, code, dialect)) {
      return Kind.DONE;
    }
    if (state == null) {
      // SQLite and DuckDB give none, and have no connection to lose.
      boolean isLocal = dialect == Dialect.SQLITE || dialect == Dialect.DUCKDB;
      return isLocal && thrown instanceof SQLException ? Kind.UNDONE : Kind.LOST;
    }
    if (state.startsWith("08")) {
      return Kind.LOST; // ISO/IEC 9075-2: connection exception
    }
    return state.startsWith("40") ? Kind.ROLLED_BACK : Kind.UNDONE;
  }

  private static boolean isDone(Throwable thrown, String state, int code, Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL ->
          (PG_NO_ROWS.equals(state) || PG_UNEXPECTED_ROWS.equals(state)) && !isOfServer(thrown);
      case SQLITE -> code == SQLITE_DONE;
      case DUCKDB -> DUCKDB_MISUSED.equals(state);
      case DERBY -> DERBY_NO_ROWS.equals(state);
      case FIREBIRD ->
          code == 0 && (FIREBIRD_NO_ROWS.equals(state) || FIREBIRD_UNEXPECTED_ROWS.equals(state));
      case MARIADB ->
          code == MARIADB_CLIENT
              && "HY000".equals(state)
              && String.valueOf(thrown.getMessage()).contains("unexpected ResultSet");
      default -> false;
    };
  }

  /** Whether the server has sent an error of its own: a function may raise any SQLSTATE. */
  private static boolean isOfServer(Throwable thrown) {
    try {
      return thrown.getClass().getMethod("getServerErrorMessage").invoke(thrown) != null;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException another) {
      return true; // not the driver's own exception: nothing is known of it
    }
  }
}
