package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.util.List;

/**
 * A text is executed.
 *
 * @param template the text; {@code :h} stands for the history's number as a value, {@code :n} for
 *     the same as part of a name
 * @param slots that it writes
 * @param call the method that executes it
 * @param isPrepared whether the text is prepared and its values are bound
 */
public record Sql(String template, List<Integer> slots, Call call, boolean isPrepared)
    implements Step {
  /** A text that writes nothing, by {@code execute}. */
  public static Sql of(String text) {
    return new Sql(text, List.of(), Call.EXECUTE, false);
  }

  @Override
  public Object run(Session session) throws SQLException {
    if (slots.isEmpty() || template.indexOf(';') >= 0) {
      session.mayControl();
    }
    return isPrepared ? session.runPrepared(template, call) : session.run(template, call);
  }

  @Override
  public String shown() {
    return (isPrepared ? "prepareStatement(\"" + template + "\")." : "statement.")
        + call.method()
        + (isPrepared ? "()" : "(\"" + template + "\")")
        + call.remark();
  }
}
