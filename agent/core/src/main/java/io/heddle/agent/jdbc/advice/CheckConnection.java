package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.ConnectionCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code isValid(int)}: what it runs is no call of the application. */
public final class CheckConnection {
  private static final ConnectionCapture CAPTURE = Door.capture(ConnectionCapture.class);

  private CheckConnection() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    return CAPTURE.checking();
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    CAPTURE.checked(token);
  }
}
