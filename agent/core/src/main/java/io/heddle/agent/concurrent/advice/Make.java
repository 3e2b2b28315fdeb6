package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code ThreadBuilders.newVirtualThread}. */
public final class Make {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private Make() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.Return Object thread) {
    CAPTURE.made((Thread) thread);
  }
}
