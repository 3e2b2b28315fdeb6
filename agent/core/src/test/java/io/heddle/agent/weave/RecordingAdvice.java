package io.heddle.agent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Writes down what it sees. */
public final class RecordingAdvice {
  static final List<String> EVENTS = new ArrayList<>();

  private RecordingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.Argument(value = 0, optional = true) Object argument) {
    EVENTS.add("enter " + argument);
    return "token of " + argument;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
      @Advice.Thrown Throwable thrown) {
    EVENTS.add("exit " + token + ", " + result + ", " + thrown);
  }
}
