package io.heddle.agent.http.server.bridge;

import io.heddle.agent.http.server.ServerCall;
import io.heddle.agent.http.server.ServerCapture;
import io.heddle.agent.weave.Door;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;

/** What advice in a jakarta servlet container calls. */
public final class JakartaServer {
  private static final ServerCapture CAPTURE = Door.capture(ServerCapture.class);
  private static final JakartaRequests REQUESTS = new JakartaRequests();

  private JakartaServer() {}

  /** A container's thread begins with a request; returns what {@link #exit} takes, or null. */
  public static Object enter(HttpServletRequest request) {
    return CAPTURE.enter(REQUESTS, request);
  }

  /** The thread returns from the request, which is answered unless it went asynchronous. */
  public static void exit(
      Object token, HttpServletRequest request, HttpServletResponse response, Throwable thrown) {
    if (token == null) {
      return;
    }
    ServerCall call = (ServerCall) token;
    try {
      if (request.isAsyncStarted()) {
        CAPTURE.suspend(call, REQUESTS, request);
        request.getAsyncContext().addListener(new AsyncEnd(call), request, response);
      } else if (thrown != null) {
        CAPTURE.failed(call, thrown.getClass().getName());
        CAPTURE.end(call, REQUESTS, request, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      } else if (!isDispatched(request)) {
        end(call, request, response);
      }
    } finally {
      CAPTURE.leave();
    }
  }

  /** A servlet is about to answer: whoever the filters have let in is known now. */
  public static void reached(Object request) {
    if (request instanceof HttpServletRequest passed) {
      CAPTURE.reached(REQUESTS, passed);
    }
  }

  /** Whether what is read through {@code source} is digested. */
  static boolean isReading(Object source) {
    return CAPTURE.isReading(source);
  }

  /** A part of a body was read; {@code buffer} is null if nobody knows where it is. */
  static void read(Object source, ByteBuffer buffer, int count) {
    CAPTURE.read(source, buffer, count);
  }

  /** An error page is about to replace the route by its own. */
  public static void beforeErrorPage(HttpServletRequest request) {
    CAPTURE.routed(REQUESTS, request);
  }

  static void end(ServerCall call, HttpServletRequest request, HttpServletResponse response) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
      CAPTURE.failed(call, causeOf(thrown).getClass().getName());
    }
    CAPTURE.end(call, REQUESTS, request, response.getStatus());
  }

  /** A servlet wraps whatever the API lets it not throw; what it wraps tells more. */
  private static Throwable causeOf(Throwable thrown) {
    return thrown instanceof ServletException wrapper && wrapper.getRootCause() != null
        ? wrapper.getRootCause()
        : thrown;
  }

  static void failed(ServerCall call, String errorType) {
    CAPTURE.failed(call, errorType);
  }

  /** After a dispatch of an asynchronous request its listener ends it, when all is written. */
  private static boolean isDispatched(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ASYNC;
  }
}
