package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.CopyCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code copyIn(String)} and {@code copyOut(String)}. */
public final class BeginCopy {
  private static final CopyCapture CAPTURE = Door.capture(CopyCapture.class);

  private BeginCopy() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object manager, @Advice.Argument(0) Object sql) {
    return CAPTURE.beginning(manager, (String) sql);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object copy,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.begun(token, copy, thrown);
  }
}
