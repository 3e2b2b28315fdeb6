package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * The driver is told to forget a savepoint.
 *
 * @param ago how many savepoints were set through the driver since; too many: nothing is done
 */
public record ReleaseSavepoint(int ago) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    Savepoint savepoint = session.savepoint(ago);
    if (savepoint == null) {
      return "there is none";
    }
    session.connection().releaseSavepoint(savepoint);
    return "done";
  }

  @Override
  public String shown() {
    return "releaseSavepoint(savepoint set " + (ago + 1) + " before)";
  }
}
