package io.heddle.agent.weave;

import net.bytebuddy.asm.Advice;

/** Replaces the argument {@code old} by {@code new} and leaves all others. */
public final class ReplacingAdvice {
  private ReplacingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  @Advice.AssignReturned.ToArguments(
      @Advice.AssignReturned.ToArguments.ToArgument(
          value = 0,
          typing = net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC))
  public static Object enter(@Advice.Argument(0) Object argument) {
    return "old".equals(argument) ? "new" : null;
  }
}
