package io.heddle.it.histories.step;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A result set is begun and left open until the history ends.
 *
 * @param isHeld whether it is asked to stay open over a commit
 * @param fetchSize rows to fetch at a time; 0: the driver's own choice
 */
public record OpenCursor(boolean isHeld, int fetchSize) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    Statement statement =
        session
            .connection()
            .createStatement(
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY,
                isHeld ? ResultSet.HOLD_CURSORS_OVER_COMMIT : ResultSet.CLOSE_CURSORS_AT_COMMIT);
    session.leaveOpen(statement);
    statement.setFetchSize(fetchSize);
    return statement.executeQuery("SELECT id FROM locks").next();
  }

  @Override
  public String shown() {
    return "createStatement("
        + (isHeld ? "HOLD_CURSORS_OVER_COMMIT" : "CLOSE_CURSORS_AT_COMMIT")
        + ", fetch size "
        + fetchSize
        + ").executeQuery(\"SELECT id FROM locks\").next()  // left open";
  }
}
