package io.heddle.agent.http.server.bridge;

import net.bytebuddy.asm.Advice;

/** On {@code org.apache.coyote.Request.doRead}: every byte of a body passes here once. */
public final class TomcatBodyRead {
  private TomcatBodyRead() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(
      @Advice.This Object source, @Advice.Argument(0) Object handler, @Advice.Return int count) {
    if (JakartaServer.isReading(source)) {
      JakartaServer.read(source, TomcatBodies.buffer(handler), count);
    }
  }
}
