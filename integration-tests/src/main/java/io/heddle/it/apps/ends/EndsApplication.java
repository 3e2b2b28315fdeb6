package io.heddle.it.apps.ends;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves on a loopback port of its own, which it prints as {@code READY port}, until it is stopped.
 */
public final class EndsApplication {
  private static final String THREADS = "4";
  private static final int CONNECTIONS = 6;

  /** Does what a route is for. */
  private interface Route {
    String answer(HttpServletRequest request) throws Exception;
  }

  private EndsApplication() {}

  /**
   * @param arguments JDBC URL
   */
  public static void main(String[] arguments) throws Exception {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      Logger.getLogger("").removeHandler(handler); // nothing may stand on standard error
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setMaximumPoolSize(CONNECTIONS);
    Rows rows = new Rows(new HikariDataSource(config));
    Ways ways = new Ways(rows);
    Consumers consumers = new Consumers(rows);
    Tokens tokens = new Tokens(rows);
    LongReport report = new LongReport(rows);

    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory(Path.of(""), "tomcat").toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    connector.setProperty("maxThreads", THREADS);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    add(context, "/ways", false, request -> ways.names());
    add(context, "/begin", false, request -> ways.begin(request.getParameter("way")));
    add(context, "/begin-async", true, request -> ways.begin(request.getParameter("way")));
    add(context, "/go", false, request -> ways.go(request.getParameter("way")));
    add(context, "/queues", false, request -> consumers.names());
    add(
        context,
        "/work",
        false,
        request -> consumers.work(request.getParameter("queue"), tenant(request)));
    add(context, "/token", false, request -> tokens.use(tenant(request)));
    add(context, "/token-later", false, request -> tokens.later(tenant(request)));
    add(context, "/token-go", false, request -> tokens.go());
    add(context, "/report", false, request -> report.begin());
    add(context, "/report-stop", false, request -> report.stop());
    add(context, "/written", false, request -> Long.toString(rows.written()));
    tomcat.start();
    System.out.println("READY " + connector.getLocalPort());
    tomcat.getServer().await();
  }

  private static String tenant(HttpServletRequest request) {
    return request.getParameter("for");
  }

  private static void add(Context context, String path, boolean isAsync, Route route) {
    Wrapper wrapper = Tomcat.addServlet(context, path, new RouteServlet(route, isAsync));
    wrapper.setAsyncSupported(true);
    wrapper.addMapping(path);
  }

  /** One route; asynchronous ones are answered by another thread of the container. */
  private static final class RouteServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Route route;
    private final boolean isAsync;

    RouteServlet(Route route, boolean isAsync) {
      this.route = route;
      this.isAsync = isAsync;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (isAsync) {
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              answer(request, response);
              async.complete();
            });
      } else {
        answer(request, response);
      }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) {
      response.setContentType("text/plain;charset=UTF-8");
      try {
        response.getWriter().print(route.answer(request));
      } catch (Exception failed) {
        response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        throw new IllegalStateException(failed);
      }
    }
  }
}
