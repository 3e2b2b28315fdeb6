package io.heddle.it.histories.step;

import java.sql.SQLException;

/**
 * The statement that was left open last executes another text, which closes what it had open.
 *
 * @param text writes nothing
 */
public record Again(String text) implements Step {
  @Override
  public Object run(Session session) throws SQLException {
    return session.leftOpen().execute(text);
  }

  @Override
  public String shown() {
    return "the same statement.execute(\"" + text + "\")";
  }
}
