package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.BatchCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code addBatch(…)}. */
public final class AddToBatch {
  private static final BatchCapture CAPTURE = Door.capture(BatchCapture.class);

  private AddToBatch() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(
      @Advice.This Object statement, @Advice.Argument(value = 0, optional = true) Object sql) {
    CAPTURE.added(statement, (String) sql);
  }
}
