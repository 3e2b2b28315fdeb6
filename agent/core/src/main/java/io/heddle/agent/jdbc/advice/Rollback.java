package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code rollback()} and {@code rollback(Savepoint)}. */
public final class Rollback {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private Rollback() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    CAPTURE.entering(connection);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object connection,
      @Advice.Argument(value = 0, optional = true) Object savepoint,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.rolledBack(connection, savepoint, thrown);
  }
}
