package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code setTransactionIsolation(int)}. */
public final class SetIsolation {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private SetIsolation() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    CAPTURE.entering(connection);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object connection) {
    CAPTURE.isolationSet(connection);
  }
}
