package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.StatementCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code close()} of a statement. */
public final class CloseStatement {
  private static final StatementCapture CAPTURE = Door.capture(StatementCapture.class);

  private CloseStatement() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object statement) {
    CAPTURE.closed(statement);
  }
}
