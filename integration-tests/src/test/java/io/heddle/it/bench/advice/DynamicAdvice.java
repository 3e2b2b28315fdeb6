package io.heddle.it.bench.advice;

import net.bytebuddy.asm.Advice;

/** Advice as Heddle writes it. */
public final class DynamicAdvice {
  private DynamicAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object hooked) {
    return Counter.enter(hooked);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token) {
    Counter.exit(token);
  }
}
