package io.heddle.agent.concurrent.advice;

import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On methods that take a task which nobody can ask back: the task takes its context along. */
public final class CarryTask {
  private static final HandOvers CAPTURE = Door.capture(HandOvers.class);

  private CarryTask() {}

  @Advice.OnMethodEnter(inline = false)
  @Advice.AssignReturned.ToArguments(
      @Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = Assigner.Typing.DYNAMIC))
  public static Object enter(@Advice.Argument(0) Object task) {
    return CAPTURE.carried(task);
  }
}
