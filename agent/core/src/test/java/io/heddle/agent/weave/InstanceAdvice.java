package io.heddle.agent.weave;

import net.bytebuddy.asm.Advice;

/** Wants an object, which a static method has not. */
public final class InstanceAdvice {
  private InstanceAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object object) {
    return object;
  }
}
