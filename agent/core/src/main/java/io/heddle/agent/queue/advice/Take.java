package io.heddle.agent.queue.advice;

import io.heddle.agent.queue.WorkQueues;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On methods that take an element from a queue, or null. */
public final class Take {
  private static final WorkQueues CAPTURE = Door.capture(WorkQueues.class);

  private Take() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object queue, @Advice.Return Object element) {
    CAPTURE.taken(queue, element);
  }
}
