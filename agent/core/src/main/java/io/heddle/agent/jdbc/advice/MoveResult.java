package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code next()} of a result set. */
public final class MoveResult {
  private static final RowsTold CAPTURE = Door.capture(RowsTold.class);

  private MoveResult() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object result, @Advice.Return boolean isRow) {
    CAPTURE.moved(result, isRow);
  }
}
