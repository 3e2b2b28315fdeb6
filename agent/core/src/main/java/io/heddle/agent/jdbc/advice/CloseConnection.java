package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code close()} and {@code abort(Executor)} of a physical connection. */
public final class CloseConnection {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private CloseConnection() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    CAPTURE.entering(connection);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object connection, @Advice.Thrown Throwable thrown) {
    CAPTURE.closed(connection, thrown);
  }
}
