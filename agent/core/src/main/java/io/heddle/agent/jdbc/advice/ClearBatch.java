package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.BatchCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code clearBatch()}. */
public final class ClearBatch {
  private static final BatchCapture CAPTURE = Door.capture(BatchCapture.class);

  private ClearBatch() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement) {
    CAPTURE.cleared(statement);
  }
}
