package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On a driver's own method that runs SQL past {@code java.sql.Statement}. */
public final class RunControl {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private RunControl() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection, @Advice.Argument(0) Object sql) {
    CAPTURE.running(connection, (String) sql);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object connection,
      @Advice.Argument(0) Object sql,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.ran(connection, (String) sql, thrown);
  }
}
