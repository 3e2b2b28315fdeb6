package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code getLargeUpdateCount()}. */
public final class TellLargeCount {
  private static final RowsTold CAPTURE = Door.capture(RowsTold.class);

  private TellLargeCount() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement, @Advice.Return long count) {
    CAPTURE.counted(statement, count);
  }
}
