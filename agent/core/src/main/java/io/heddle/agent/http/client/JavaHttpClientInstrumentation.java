package io.heddle.agent.http.client;

import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.List;

/**
 * Declares what is woven into {@code java.net.http}: the one private method that all ways of
 * sending go through, and the reading of a request's headers, so that no request object is changed;
 * and their writing, so that a redirect tells no stranger.
 */
public final class JavaHttpClientInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "java-http-client";

  private static final String ADVICE = "io.heddle.agent.http.client.advice.";

  private JavaHttpClientInstrumentation() {}

  /** The module. */
  public static InstrumentationModule module() {
    return new InstrumentationModule(
        NAME,
        List.of(
            new TypeHook(
                "jdk.internal.net.http.HttpClientImpl",
                List.of(
                    new MethodHook(
                        "sendAsync",
                        "(Ljava/net/http/HttpRequest;",
                        "Ljava/util/concurrent/Executor;)Ljava/util/concurrent/CompletableFuture;",
                        ADVICE + "Send"))),
            new TypeHook(
                "jdk.internal.net.http.ImmutableHttpRequest",
                List.of(new MethodHook("headers", "()", ADVICE + "ReadHeaders").replacing())),
            new TypeHook(
                "jdk.internal.net.http.HttpRequestImpl",
                List.of(
                    new MethodHook("getUserHeaders", "()", ADVICE + "WriteHeaders").replacing()))));
  }
}
