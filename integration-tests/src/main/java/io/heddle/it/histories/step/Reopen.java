package io.heddle.it.histories.step;

import java.sql.SQLException;

/** The connection is closed, whatever is open on it, and the next one taken from its source. */
public record Reopen() implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    session.reopen();
    return "done";
  }

  @Override
  public String shown() {
    return "close(); connection = source.getConnection()";
  }
}
