package io.heddle.agent.http.client.advice;

import io.heddle.agent.http.client.ClientCapture;
import io.heddle.agent.weave.Door;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** On {@code HttpRequestImpl.getUserHeaders()}: what a redirect must not take along is left out. */
public final class WriteHeaders {
  private static final ClientCapture CAPTURE = Door.capture(ClientCapture.class);

  private WriteHeaders() {}

  @Advice.OnMethodExit(inline = false)
  @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
  public static Object exit(@Advice.This Object request, @Advice.Return Object headers) {
    return CAPTURE.written((HttpRequest) request, (HttpHeaders) headers);
  }
}
