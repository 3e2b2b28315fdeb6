package io.heddle.agent.http.server;

import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.List;

/**
 * Declares what is woven into servlet containers, and into the class that servlets extend.
 *
 * <p>Tomcat is hooked at the valve that stands before an application's filters and behind its error
 * pages: it sees requests that a filter refuses and no servlet matches, and their final status.
 */
public final class ServletInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "servlet";

  private static final String ADVICE = "io.heddle.agent.http.server.bridge.";

  /** AsyncContext.start runs on the container's own pool, which is nobody else's to weave. */
  private static final String CARRY = "io.heddle.agent.concurrent.advice.CarryTask";

  /** The name by which digests of bodies are switched off. */
  private static final String BODIES = "servlet-bodies";

  private ServletInstrumentation() {}

  /** What is woven in addition once a policy asks for digests of bodies. */
  public static InstrumentationModule bodies() {
    return new InstrumentationModule(
        BODIES,
        List.of(
            new TypeHook(
                "org.apache.coyote.Request",
                List.of(
                    new MethodHook(
                        "doRead",
                        "(Lorg/apache/tomcat/util/net/ApplicationBufferHandler;)",
                        ADVICE + "TomcatBodyRead")))));
  }

  /** The module. */
  public static InstrumentationModule module() {
    return new InstrumentationModule(
        NAME,
        List.of(
            new TypeHook(
                "org.apache.catalina.core.StandardHostValve",
                List.of(
                    new MethodHook("invoke", "(", ADVICE + "TomcatRequest"),
                    new MethodHook("status", "(", ADVICE + "TomcatErrorPage"),
                    new MethodHook("throwable", "(", ADVICE + "TomcatErrorPage"))),
            new TypeHook(
                "jakarta.servlet.http.HttpServlet",
                List.of(
                    new MethodHook(
                        "service",
                        "(Ljakarta/servlet/ServletRequest;",
                        ADVICE + "ServletReached"))),
            new TypeHook(
                "org.apache.catalina.core.AsyncContextImpl",
                List.of(new MethodHook("start", "(Ljava/lang/Runnable;)", CARRY).replacing()))));
  }
}
