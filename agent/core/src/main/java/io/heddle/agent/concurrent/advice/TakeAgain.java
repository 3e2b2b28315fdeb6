package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code TaskQueue.rescheduleMin}: the timer takes the first task, and will take it again. */
public final class TakeAgain {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private TakeAgain() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.FieldValue("queue") Object heap) {
    CAPTURE.taken(((Object[]) heap)[1]); // the heap begins at 1
  }
}
