package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code prepareStatement(…)} and {@code prepareCall(…)}. */
public final class PrepareStatement {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private PrepareStatement() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object connection,
      @Advice.Argument(0) Object sql,
      @Advice.Return Object statement,
      @Advice.Thrown Throwable thrown) {
    if (thrown == null) {
      CAPTURE.made(connection, statement, (String) sql);
    } else {
      CAPTURE.prepareFailed(connection, (String) sql);
    }
  }
}
