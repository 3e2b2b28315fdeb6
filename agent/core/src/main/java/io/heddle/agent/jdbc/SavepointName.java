package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.Dialect;
import java.sql.SQLException;
import java.sql.Savepoint;

/** What identifies a driver's savepoint: drivers turn it into SQL, so its name if it has one. */
final class SavepointName {
  private SavepointName() {}

  /**
   * What pgjdbc calls one that was set without a name: it runs SQL with it that is seen as well.
   */
  private static final String POSTGRES = "JDBC_SAVEPOINT_";

  /** The name; the object itself if it was set without one. */
  static Object of(Object savepoint, Dialect dialect) {
    try {
      String name = savepoint instanceof Savepoint known ? known.getSavepointName() : null;
      return name == null ? savepoint : dialect.savepointName(name, true);
    } catch (SQLException unnamed) {
      return dialect == Dialect.POSTGRESQL ? numbered((Savepoint) savepoint, dialect) : savepoint;
    }
  }

  private static Object numbered(Savepoint savepoint, Dialect dialect) {
    try {
      return dialect.savepointName(POSTGRES + savepoint.getSavepointId(), false);
    } catch (SQLException released) {
      return savepoint;
    }
  }
}
