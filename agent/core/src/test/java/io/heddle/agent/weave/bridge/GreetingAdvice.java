package io.heddle.agent.weave.bridge;

import io.heddle.agent.weave.RecordingAdvice;
import net.bytebuddy.asm.Advice;
import org.example.application.Greeting;

/** Compiled against a type of the application. */
public final class GreetingAdvice {
  private GreetingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object greeting) {
    return RecordingAdvice.enter(((Greeting) greeting).text());
  }
}
