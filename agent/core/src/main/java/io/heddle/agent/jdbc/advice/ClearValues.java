package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code clearParameters()}. */
public final class ClearValues {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private ClearValues() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement) {
    CAPTURE.unbound(statement);
  }
}
