package io.heddle.agent.http.server.bridge;

import net.bytebuddy.asm.Advice;

/** On {@code HttpServlet.service(ServletRequest, …)}: all filters have let the request pass. */
public final class ServletReached {
  private ServletReached() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object request) {
    JakartaServer.reached(request);
  }
}
