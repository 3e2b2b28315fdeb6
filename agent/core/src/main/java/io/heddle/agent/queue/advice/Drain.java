package io.heddle.agent.queue.advice;

import io.heddle.agent.queue.WorkQueues;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On methods that move elements from a queue into a collection. */
public final class Drain {
  private static final WorkQueues CAPTURE = Door.capture(WorkQueues.class);

  private Drain() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object queue, @Advice.Return int count) {
    CAPTURE.drained(queue, count);
  }
}
