package io.heddle.it.histories.step;

import java.sql.SQLException;

/**
 * The driver is asked for a savepoint.
 *
 * @param name null for one without a name
 */
public record SetSavepoint(String name) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    session.mayControl(); // SQLite's begins a transaction
    session.keep(
        name == null
            ? session.connection().setSavepoint()
            : session.connection().setSavepoint(name));
    return "done";
  }

  @Override
  public String shown() {
    return name == null ? "setSavepoint()" : "setSavepoint(\"" + name + "\")";
  }
}
