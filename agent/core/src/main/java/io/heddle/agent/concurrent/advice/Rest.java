package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code TaskQueue.isEmpty}, which only a timer asks: between two tasks. */
public final class Rest {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private Rest() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter() {
    CAPTURE.idle();
  }
}
