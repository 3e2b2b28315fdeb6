package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code TaskQueue.removeMin}: a timer takes the task it runs next. */
public final class TakeFirst {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private TakeFirst() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.FieldValue("queue") Object heap) {
    CAPTURE.taken(((Object[]) heap)[1]); // the heap begins at 1
  }
}
