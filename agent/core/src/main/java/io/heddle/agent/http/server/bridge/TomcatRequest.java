package io.heddle.agent.http.server.bridge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** On {@code StandardHostValve.invoke(Request, Response)}: all of an application's requests. */
public final class TomcatRequest {
  private TomcatRequest() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.Argument(0) Object request) {
    return JakartaServer.enter((HttpServletRequest) request);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response,
      @Advice.Thrown Throwable thrown) {
    JakartaServer.exit(token, (HttpServletRequest) request, (HttpServletResponse) response, thrown);
  }
}
