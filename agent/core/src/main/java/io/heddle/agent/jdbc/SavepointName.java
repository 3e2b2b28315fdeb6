package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.Dialect;
import java.sql.SQLException;
import java.sql.Savepoint;

/** What identifies a driver's savepoint: drivers turn it into SQL, so its name if it has one. */
final class SavepointName {
  private SavepointName() {}

  /** The name; the object itself if it was set without one. */
  static Object of(Object savepoint, Dialect dialect) {
    try {
      String name = savepoint instanceof Savepoint known ? known.getSavepointName() : null;
      return name == null ? savepoint : dialect.savepointName(name, true);
    } catch (SQLException unnamed) {
      return savepoint;
    }
  }
}
