package io.heddle.it.histories.step;

import java.sql.SQLException;

/** The connection is aborted, and the next one taken from its source. */
public record AbortConnection() implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    session.connection().abort(Runnable::run);
    session.reopen();
    return "done";
  }

  @Override
  public String shown() {
    return "abort(Runnable::run); connection = source.getConnection()";
  }
}
