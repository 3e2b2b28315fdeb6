package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code int executeUpdate(…)}. */
public final class RunReturningCount {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private RunReturningCount() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object statement, @Advice.Argument(value = 0, optional = true) Object sql) {
    return CAPTURE.enter(statement, (String) sql, true);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token, @Advice.Return int rows, @Advice.Thrown Throwable thrown) {
    CAPTURE.exit(token, rows, false, thrown);
  }
}
