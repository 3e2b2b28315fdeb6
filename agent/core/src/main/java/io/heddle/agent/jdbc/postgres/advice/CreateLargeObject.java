package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.LargeObjectCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code createLO(int)}. */
public final class CreateLargeObject {
  private static final LargeObjectCapture CAPTURE = Door.capture(LargeObjectCapture.class);

  private CreateLargeObject() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object manager) {
    return CAPTURE.creating(manager);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token, @Advice.Thrown Throwable thrown) {
    CAPTURE.ended(token, thrown);
  }
}
