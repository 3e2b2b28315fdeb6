package io.heddle.it.apps.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Which path is served how. */
final class Servlets {
  /** What a route does. */
  private interface Route {
    void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  private final Mirror mirror;
  private final HandOvers handOvers;
  private final Client client;
  private final ExecutorService elsewhere =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "elsewhere");
            thread.setDaemon(true);
            return thread;
          });

  Servlets(Mirror mirror) {
    this.mirror = mirror;
    this.handOvers = new HandOvers(mirror);
    this.client = new Client(mirror);
  }

  void addTo(Context context) {
    add(context, "/hand-over/*", (request, response) -> way(handOvers.ways(), request, response));
    add(context, "/client/*", (request, response) -> way(client.ways(), request, response));
    add(context, "/ways", (request, response) -> print(response, names()));
    add(context, "/plain", (request, response) -> plain(request, response));
    add(context, "/throws", (request, response) -> raise(new IllegalStateException("no")));
    add(
        context,
        "/throws-wrapped",
        (request, response) -> raise(new ServletException(new UnsupportedOperationException())));
    add(context, "/teapot", (request, response) -> response.sendError(418));
    add(context, "/errors", (request, response) -> print(response, "error page"));
    add(
        context,
        "/forward",
        (request, response) -> request.getRequestDispatcher("/plain").forward(request, response));
    add(
        context,
        "/include",
        (request, response) -> request.getRequestDispatcher("/plain").include(request, response));
    add(context, "/async/complete", this::complete);
    add(context, "/async/start", this::start);
    add(context, "/async/dispatch", this::dispatch);
    add(context, "/async/dispatch-and-throw", this::dispatchAndThrow);
    add(context, "/async/again", this::again);
    add(context, "/async/throw", this::startAndThrow);
    add(context, "/async/timeout", (request, response) -> request.startAsync().setTimeout(10));
    add(context, "/async/timeout-answered", this::answerTimeout);
    add(context, "/guarded/*", this::plain);
    addGuard(context);
    ErrorPage errorPage = new ErrorPage();
    errorPage.setErrorCode(418);
    errorPage.setLocation("/errors");
    context.addErrorPage(errorPage);
  }

  private String names() {
    StringBuilder names = new StringBuilder();
    handOvers.ways().keySet().forEach(name -> names.append(name).append('\n'));
    return names.toString();
  }

  private void way(
      java.util.Map<String, Callable<String>> ways,
      HttpServletRequest request,
      HttpServletResponse response)
      throws Exception {
    print(response, ways.get(request.getPathInfo().substring(1)).call());
  }

  private void plain(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String status = request.getParameter("status");
    if (status != null) {
      response.setStatus(Integer.parseInt(status));
    }
    print(response, mirror.ask() + '|' + (request.getSession(false) == null));
  }

  private void complete(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    elsewhere.execute(
        () -> {
          try {
            plain(request, response);
          } catch (IOException e) {
            response.setStatus(500);
          }
          async.complete();
        });
  }

  /** On a thread of the container. */
  private void start(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            plain(request, response);
          } catch (IOException e) {
            response.setStatus(500);
          }
          async.complete();
        });
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    elsewhere.execute(() -> async.dispatch("/plain"));
  }

  private void dispatchAndThrow(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    elsewhere.execute(() -> async.dispatch("/throws"));
  }

  /** Goes asynchronous again after a dispatch to itself. */
  private void again(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      complete(request, response);
    } else {
      AsyncContext async = request.startAsync();
      elsewhere.execute(async::dispatch);
    }
  }

  private void startAndThrow(HttpServletRequest request, HttpServletResponse response) {
    request.startAsync();
    throw new IllegalStateException("after startAsync");
  }

  private void answerTimeout(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(10);
    async.addListener(
        new AsyncListener() {
          @Override
          public void onTimeout(AsyncEvent event) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            event.getAsyncContext().complete();
          }

          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
  }

  private static void raise(Exception exception) throws Exception {
    throw exception;
  }

  private static void print(HttpServletResponse response, String text) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(text);
  }

  private static void add(Context context, String path, Route route) {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws ServletException, IOException {
            try {
              route.serve(request, response);
            } catch (ServletException | IOException | RuntimeException thrown) {
              throw thrown;
            } catch (Exception thrown) {
              throw new ServletException(thrown);
            }
          }
        };
    Wrapper wrapper = Tomcat.addServlet(context, path, servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping(path);
  }

  /** Refuses everything below {@code /guarded}. */
  private static void addGuard(Context context) {
    Filter guard = (request, response, chain) -> ((HttpServletResponse) response).setStatus(401);
    FilterDef definition = new FilterDef();
    definition.setFilterName("guard");
    definition.setFilter(guard);
    context.addFilterDef(definition);
    FilterMap mapping = new FilterMap();
    mapping.setFilterName("guard");
    mapping.addURLPattern("/guarded/*");
    context.addFilterMap(mapping);
  }
}
