package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code getUpdateCount()}. */
public final class TellCount {
  private static final RowsTold CAPTURE = Door.capture(RowsTold.class);

  private TellCount() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object statement, @Advice.Return int count) {
    CAPTURE.counted(statement, count);
  }
}
