package io.heddle.agent.http.server.bridge;

import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/** On {@code StandardHostValve.status} and {@code throwable}: an error page may follow. */
public final class TomcatErrorPage {
  private TomcatErrorPage() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object request) {
    JakartaServer.beforeErrorPage((HttpServletRequest) request);
  }
}
