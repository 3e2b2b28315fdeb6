package io.heddle.agent.http.server.bridge;

import io.heddle.agent.http.server.ServerCall;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Ends an asynchronous request when its container says that it is complete. */
final class AsyncEnd implements AsyncListener {
  private final ServerCall call;

  AsyncEnd(ServerCall call) {
    this.call = call;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (event.getSuppliedRequest() instanceof HttpServletRequest request
        && event.getSuppliedResponse() instanceof HttpServletResponse response) {
      JakartaServer.end(call, request, response);
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    JakartaServer.failed(call, "timeout");
  }

  @Override
  public void onError(AsyncEvent event) {
    if (event.getThrowable() != null) {
      JakartaServer.failed(call, event.getThrowable().getClass().getName());
    }
  }

  /** A new cycle forgets its listeners, so this one asks to be kept. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    event
        .getAsyncContext()
        .addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
  }
}
