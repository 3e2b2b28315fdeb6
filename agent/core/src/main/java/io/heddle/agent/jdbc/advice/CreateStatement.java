package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code createStatement(…)}. */
public final class CreateStatement {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private CreateStatement() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object connection, @Advice.Return Object statement) {
    CAPTURE.made(connection, statement, null);
  }
}
