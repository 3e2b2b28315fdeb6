package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code ResultSet executeQuery(…)}. */
public final class RunReturningRows {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private RunReturningRows() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object statement, @Advice.Argument(value = 0, optional = true) Object sql) {
    return CAPTURE.enter(statement, (String) sql, false);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.exitQuery(token, result, thrown);
  }
}
