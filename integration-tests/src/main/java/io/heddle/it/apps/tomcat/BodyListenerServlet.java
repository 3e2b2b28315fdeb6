package io.heddle.it.apps.tomcat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reads bodies without waiting for them, and answers with how much there was. */
final class BodyListenerServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async = request.startAsync();
    ServletInputStream in = request.getInputStream();
    in.setReadListener(new Reading(async, in));
  }

  private static final class Reading implements ReadListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final byte[] buffer = new byte[1_000];
    private long count;

    Reading(AsyncContext async, ServletInputStream in) {
      this.async = async;
      this.in = in;
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (in.isReady() && !in.isFinished()) {
        count += Math.max(0, in.read(buffer));
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      async.getResponse().getWriter().print(count + " bytes");
      async.complete();
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }
  }
}
