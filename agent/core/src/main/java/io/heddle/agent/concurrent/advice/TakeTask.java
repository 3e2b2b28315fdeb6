package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code ThreadPoolExecutor.getTask}: between two tasks. */
public final class TakeTask {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private TakeTask() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter() {
    CAPTURE.idle();
  }

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.Return Object task) {
    CAPTURE.taken(task);
  }
}
