package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code long executeLargeUpdate(…)}. */
public final class RunReturningLargeCount {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private RunReturningLargeCount() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object statement, @Advice.Argument(value = 0, optional = true) Object sql) {
    return CAPTURE.enter(statement, (String) sql, true);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token, @Advice.Return long rows, @Advice.Thrown Throwable thrown) {
    CAPTURE.exit(token, rows, false, thrown);
  }
}
