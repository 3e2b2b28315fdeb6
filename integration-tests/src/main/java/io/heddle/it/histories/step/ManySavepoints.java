package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * More savepoints than an agent would want to remember.
 *
 * @param count how many
 * @param text sets one, {@code :s} is its name; null: the driver is asked
 */
public record ManySavepoints(int count, String text) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    session.mayControl();
    if (text == null) {
      for (int i = 0; i < count; i++) {
        session.connection().setSavepoint();
      }
      return "done";
    }
    try (Statement statement = session.connection().createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute(text.replace(":s", "many" + i));
      }
    }
    return "done";
  }

  @Override
  public String shown() {
    return count + " x " + (text == null ? "setSavepoint()" : text);
  }
}
