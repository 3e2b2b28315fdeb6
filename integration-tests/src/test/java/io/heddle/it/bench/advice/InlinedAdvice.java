package io.heddle.it.bench.advice;

import net.bytebuddy.asm.Advice;

/** The same, to be copied. */
public final class InlinedAdvice {
  private InlinedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  public static Object enter(@Advice.This Object hooked) {
    return Counter.enter(hooked);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    Counter.exit(token);
  }
}
