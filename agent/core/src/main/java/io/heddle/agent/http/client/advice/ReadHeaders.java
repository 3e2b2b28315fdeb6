package io.heddle.agent.http.client.advice;

import io.heddle.agent.http.client.ClientCapture;
import io.heddle.agent.weave.Door;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code ImmutableHttpRequest.headers()}: while it is being sent, it has a few more. */
public final class ReadHeaders {
  private static final ClientCapture CAPTURE = Door.capture(ClientCapture.class);

  private ReadHeaders() {}

  @Advice.OnMethodExit(inline = false)
  @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
  public static Object exit(@Advice.This Object request, @Advice.Return Object headers) {
    return CAPTURE.headers((HttpRequest) request, (HttpHeaders) headers);
  }
}
