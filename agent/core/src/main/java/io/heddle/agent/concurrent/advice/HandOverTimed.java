package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code Timer.sched}: a task is handed over, which runs once or again and again. */
public final class HandOverTimed {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private HandOverTimed() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object task, @Advice.Argument(2) long period) {
    CAPTURE.timed(task, period != 0);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Argument(0) Object task, @Advice.Thrown Throwable thrown) {
    if (thrown != null) {
      CAPTURE.refused(task);
    }
  }
}
