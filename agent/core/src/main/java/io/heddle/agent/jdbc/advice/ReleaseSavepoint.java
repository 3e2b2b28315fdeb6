package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code releaseSavepoint(Savepoint)}. */
public final class ReleaseSavepoint {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private ReleaseSavepoint() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object connection, @Advice.Argument(0) Object savepoint) {
    return CAPTURE.releasing(connection, savepoint);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object key, @Advice.This Object connection, @Advice.Thrown Throwable thrown) {
    CAPTURE.savepointReleased(connection, key, thrown);
  }
}
