package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code boolean execute(…)}, which does not say how many rows it changed. */
public final class RunReturningFlag {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private RunReturningFlag() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object statement, @Advice.Argument(value = 0, optional = true) Object sql) {
    return CAPTURE.enter(statement, (String) sql, false);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Return boolean hasResultSet,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.exit(token, -1, hasResultSet, thrown);
  }
}
