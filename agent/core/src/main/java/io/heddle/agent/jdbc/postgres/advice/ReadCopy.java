package io.heddle.agent.jdbc.postgres.advice;

import io.heddle.agent.jdbc.postgres.CopyCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code readFromCopy(…)}, which returns null at the end. */
public final class ReadCopy {
  private static final CopyCapture CAPTURE = Door.capture(CopyCapture.class);

  private ReadCopy() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object copy,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object part,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.read(copy, part, thrown);
  }
}
