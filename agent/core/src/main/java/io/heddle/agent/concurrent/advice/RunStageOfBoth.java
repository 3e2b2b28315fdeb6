package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On the method by which a stage that waits for two futures may run. */
public final class RunStageOfBoth {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private RunStageOfBoth() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object task) {
    return CAPTURE.mayRun(task);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    CAPTURE.ran(token);
  }
}
