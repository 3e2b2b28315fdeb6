package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.CopyCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code endCopy()} of a COPY that writes. */
public final class EndCopy {
  private static final CopyCapture CAPTURE = Door.capture(CopyCapture.class);

  private EndCopy() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object copy, @Advice.Return long rows, @Advice.Thrown Throwable thrown) {
    CAPTURE.ended(copy, rows, thrown);
  }
}
