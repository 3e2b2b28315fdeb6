package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code commit()}. */
public final class Commit {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private Commit() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    CAPTURE.committing(connection);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object connection, @Advice.Thrown Throwable thrown) {
    CAPTURE.committed(connection, thrown);
  }
}
