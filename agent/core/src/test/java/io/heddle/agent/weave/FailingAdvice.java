package io.heddle.agent.weave;

import net.bytebuddy.asm.Advice;

/** Fails at entry and exit with whatever a test wants. */
public final class FailingAdvice {
  static RuntimeException failure;
  static int calls;

  private FailingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    calls++;
    throw failure;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    throw failure;
  }
}
