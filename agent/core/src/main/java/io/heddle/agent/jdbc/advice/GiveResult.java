package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code getResultSet()}. */
public final class GiveResult {
  private static final RowsTold CAPTURE = Door.capture(RowsTold.class);

  private GiveResult() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement, @Advice.Return Object result) {
    CAPTURE.returned(statement, result);
  }
}
