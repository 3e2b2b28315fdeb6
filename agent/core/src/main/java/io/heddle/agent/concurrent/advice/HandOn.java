package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.context.Handing;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/**
 * On a delay that is over and a stage whose turn it is: they hand on what was handed over before.
 */
public final class HandOn {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private HandOn() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter() {
    CAPTURE.hands(Handing.ON);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit() {
    CAPTURE.hands(Handing.ANEW);
  }
}
