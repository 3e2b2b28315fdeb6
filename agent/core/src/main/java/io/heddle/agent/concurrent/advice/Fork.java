package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code ForkJoinTask.fork}. */
public final class Fork {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private Fork() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object task) {
    CAPTURE.forked(task);
  }
}
