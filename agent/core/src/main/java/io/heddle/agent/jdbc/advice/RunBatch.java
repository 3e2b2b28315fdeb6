package io.heddle.agent.jdbc.advice;

import io.heddle.agent.jdbc.BatchCapture;
import io.heddle.agent.weave.Door;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code executeBatch()} and {@code executeLargeBatch()}. */
public final class RunBatch {
  private static final BatchCapture CAPTURE = Door.capture(BatchCapture.class);

  private RunBatch() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.This Object statement) {
    return CAPTURE.enter(statement);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object counts,
      @Advice.Thrown Throwable thrown) {
    CAPTURE.exit(token, counts, thrown);
  }
}
