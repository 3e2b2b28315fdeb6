package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code setSavepoint(…)}. */
public final class SetSavepoint {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private SetSavepoint() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    CAPTURE.entering(connection);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, inline = false)
  public static void exit(@Advice.This Object connection, @Advice.Return Object savepoint) {
    CAPTURE.savepointSet(connection, savepoint);
  }
}
