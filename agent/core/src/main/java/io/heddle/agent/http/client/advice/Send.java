package io.heddle.agent.http.client.advice;

import io.heddle.agent.http.client.ClientCapture;
import io.heddle.agent.weave.Door;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/** On {@code HttpClientImpl.sendAsync} with an executor. */
public final class Send {
  private static final ClientCapture CAPTURE = Door.capture(ClientCapture.class);

  private Send() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.Argument(0) Object request) {
    return CAPTURE.sending((HttpRequest) request);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token, @Advice.Return Object future, @Advice.Thrown Throwable thrown) {
    CAPTURE.sent(token, (CompletableFuture<?>) future, thrown);
  }
}
