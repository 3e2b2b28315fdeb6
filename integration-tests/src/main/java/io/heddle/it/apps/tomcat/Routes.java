package io.heddle.it.apps.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.apache.catalina.Context;

/** Which path does what. {@code name} is the key of the row a request writes. */
final class Routes {
  private final Items items;
  private final Orders orders;
  private final HandOvers handOvers = new HandOvers();

  /** How often it said hello, so that a test knows what was served and not only what came back. */
  private final LongAdder hellos = new LongAdder();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Routes(Items items, Orders orders) {
    this.items = items;
    this.orders = orders;
  }

  void addTo(Context context) {
    add(context, "/queries", request -> items.query(name(request)));
    add(context, "/commit", request -> items.commit(name(request)));
    add(
        context,
        "/transfer",
        request -> items.transfer(request.getParameter("from"), request.getParameter("to")));
    add(context, "/rollback", request -> items.rollback(name(request)));
    add(context, "/savepoint", request -> items.savepoint(name(request)));
    add(context, "/abandon", request -> items.abandon(name(request)));
    add(context, "/commit-by-switch", request -> items.commitBySwitch(name(request)));
    add(context, "/batch", request -> items.batch(name(request), 5));
    add(context, "/fail", request -> items.fail(name(request)));
    add(context, "/autocommit", request -> items.autocommit(name(request)));
    add(context, "/literal", request -> items.literal(name(request)));
    add(context, "/ddl", request -> items.defineTable(request.getParameter("table")));
    add(context, "/sql-commit", request -> items.sqlTransaction(name(request), "COMMIT"));
    add(context, "/sql-rollback", request -> items.sqlTransaction(name(request), "ROLLBACK"));
    add(context, "/names", request -> items.names());
    add(context, "/body", Routes::body);
    add(context, "/create-orders", request -> orders.create());
    add(context, "/write-orders", request -> orders.write());
    TomcatApplication.addServlet(context, "/body-later", new BodyListenerServlet());

    add(context, "/submitted", request -> handOvers.submitted(writing(request)));
    add(context, "/executed", request -> handOvers.executed(writing(request)));
    add(context, "/supplied", request -> handOvers.supplied(writing(request)));
    add(context, "/chained", request -> handOvers.chained(writing(request)));
    add(context, "/scheduled", request -> handOvers.scheduled(writing(request)));
    add(context, "/virtual", request -> handOvers.virtual(writing(request)));
    TomcatApplication.addServlet(
        context,
        "/async",
        new AsyncServlet(request -> items.commit(name(request)), handOvers.pool()));

    add(context, "/call", request -> call(request.getParameter("url")));
    add(context, "/hello", request -> hello());
    add(context, "/hellos", request -> hellos.toString());
    add(
        context,
        "/exception",
        request -> {
          throw new IllegalStateException("thrown on purpose");
        });
  }

  private String hello() {
    hellos.increment();
    return "hello";
  }

  private static void add(Context context, String path, Endpoint endpoint) {
    TomcatApplication.addServlet(context, path, new EndpointServlet(endpoint));
  }

  private Callable<String> writing(HttpServletRequest request) {
    // Read here: a request belongs to its own thread.
    String name = name(request);
    return () -> items.commit(name);
  }

  /** Reads the body in the way that {@code as} says, and answers with how much it was. */
  private static String body(HttpServletRequest request) throws IOException {
    return switch (request.getParameter("as")) {
      case "stream" -> request.getInputStream().readAllBytes().length + " bytes";
      case "reader" -> request.getReader().lines().count() + " lines";
      case "beginning" -> request.getInputStream().read() + " first";
      case "form" -> request.getParameter("field").length() + " characters";
      default -> "nothing";
    };
  }

  private String call(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private static String name(HttpServletRequest request) {
    return request.getParameter("name");
  }
}
