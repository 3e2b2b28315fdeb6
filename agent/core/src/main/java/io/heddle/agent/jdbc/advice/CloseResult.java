package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code close()} of a result set. */
public final class CloseResult {
  private static final RowsTold CAPTURE = Door.capture(RowsTold.class);

  private CloseResult() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object result) {
    CAPTURE.resultClosed(result);
  }
}
