package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.CopyCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code writeToCopy(…)} and {@code flushCopy()}. */
public final class SendCopy {
  private static final CopyCapture CAPTURE = Door.capture(CopyCapture.class);

  private SendCopy() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object copy, @Advice.Thrown Throwable thrown) {
    CAPTURE.went(copy, thrown);
  }
}
