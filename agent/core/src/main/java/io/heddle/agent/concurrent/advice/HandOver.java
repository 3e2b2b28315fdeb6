package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On methods that take a task as their first argument. */
public final class HandOver {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private HandOver() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object task) {
    CAPTURE.handed(task);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Argument(0) Object task, @Advice.Thrown Throwable thrown) {
    if (thrown != null) {
      CAPTURE.refused(task);
    }
  }
}
