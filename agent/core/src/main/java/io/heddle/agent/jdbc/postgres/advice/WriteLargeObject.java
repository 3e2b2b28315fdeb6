package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.LargeObjectCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code write(…)} and {@code truncate(…)} of an opened object. */
public final class WriteLargeObject {
  private static final LargeObjectCapture CAPTURE = Door.capture(LargeObjectCapture.class);

  private WriteLargeObject() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object object) {
    return CAPTURE.writing(object);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token, @Advice.This Object object, @Advice.Thrown Throwable thrown) {
    CAPTURE.wrote(token, object, thrown);
  }
}
