package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;

/** On {@code ThreadPoolExecutor.Worker.run}: its first task does not come from the queue. */
public final class RunWorker {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private RunWorker() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.FieldValue("firstTask") Object task) {
    CAPTURE.taken(task);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit() {
    CAPTURE.idle();
  }
}
