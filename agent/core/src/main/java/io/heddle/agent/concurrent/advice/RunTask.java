package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On the method by which a stage of a future runs. */
public final class RunTask {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private RunTask() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object task) {
    return CAPTURE.runs(task);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    CAPTURE.ran(token);
  }
}
