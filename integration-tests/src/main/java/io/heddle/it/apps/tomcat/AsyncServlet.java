package io.heddle.it.apps.tomcat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;

/**
 * A route that answers from another thread, after the request's thread has gone back to its pool.
 */
final class AsyncServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Endpoint endpoint;
  private final transient Executor executor;

  AsyncServlet(Endpoint endpoint, Executor executor) {
    this.endpoint = endpoint;
    this.executor = executor;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    executor.execute(() -> answer(async, request, response));
  }

  private void answer(
      AsyncContext async, HttpServletRequest request, HttpServletResponse response) {
    try {
      response.setContentType("text/plain;charset=UTF-8");
      response.getWriter().print(endpoint.answer(request));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (Exception failed) {
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    } finally {
      async.complete();
    }
  }
}
