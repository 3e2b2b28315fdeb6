package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.context.Handing;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** Around a hand-over whose task does not tell that it runs again and again. */
public final class HandOverAgain {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private HandOverAgain() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter() {
    CAPTURE.hands(Handing.AGAIN);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit() {
    CAPTURE.hands(Handing.ANEW);
  }
}
