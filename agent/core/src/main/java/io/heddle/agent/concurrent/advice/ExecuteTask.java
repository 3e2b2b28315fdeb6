package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code ForkJoinTask.doExec}: a task is run. */
public final class ExecuteTask {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private ExecuteTask() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object task) {
    return CAPTURE.executes(task);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    CAPTURE.ran(token);
  }
}
