package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * On {@code setString(int, …)} and the like: behind the call, so that of calls inside calls the
 * application's value is the last one.
 */
public final class BindValue {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private BindValue() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(
      @Advice.This Object statement,
      @Advice.Argument(0) int index,
      @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object value) {
    CAPTURE.bound(statement, index, value);
  }
}
