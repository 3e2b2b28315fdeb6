package io.heddle.agent.queue.advice;

import io.heddle.agent.queue.WorkQueues;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On methods that put an element into a queue. */
public final class Give {
  private static final WorkQueues CAPTURE = Door.capture(WorkQueues.class);

  private Give() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object queue) {
    CAPTURE.given(queue);
  }
}
