package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code setNull(int, …)}. */
public final class BindNull {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private BindNull() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement, @Advice.Argument(0) int index) {
    CAPTURE.bound(statement, index, null);
  }
}
