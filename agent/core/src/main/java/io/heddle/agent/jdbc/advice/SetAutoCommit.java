package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code setAutoCommit(boolean)}. */
public final class SetAutoCommit {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private SetAutoCommit() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection, @Advice.Argument(0) boolean on) {
    if (on) {
      CAPTURE.committing(connection);
    } else {
      CAPTURE.entering(connection);
    }
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object connection,
      @Advice.Argument(0) boolean on,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.autoCommitSet(connection, on, thrown);
  }
}
