package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * The driver is given a savepoint back.
 *
 * @param ago how many savepoints were set through the driver since; too many: nothing is done
 */
public record RollbackToSavepoint(int ago) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    Savepoint savepoint = session.savepoint(ago);
    if (savepoint == null) {
      return "there is none";
    }
    session.connection().rollback(savepoint);
    return "done";
  }

  @Override
  public String shown() {
    return "rollback(savepoint set " + (ago + 1) + " before)";
  }
}
