package io.heddle.command.sidecar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code /metrics} and {@code /healthz} over HTTP, on one thread. */
final class SidecarPages implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** What a page answers with. */
  private record Answer(int status, String contentType, String body) {}

  private interface Page {
    Answer answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final CollectorRegistry registry;
  private final DrainHealth health;
  private final Sidecar sidecar;

  private SidecarPages(
      HttpServer server, CollectorRegistry registry, DrainHealth health, Sidecar sidecar) {
    this.server = server;
    this.registry = registry;
    this.health = health;
    this.sidecar = sidecar;
  }

  /**
   * Starts to answer.
   *
   * @throws IOException if the address is taken or not this machine's
   */
  static SidecarPages start(
      InetSocketAddress address, CollectorRegistry registry, DrainHealth health, Sidecar sidecar)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    SidecarPages pages = new SidecarPages(server, registry, health, sidecar);
    server.createContext("/", exchange -> respond(exchange, pages::nothing));
    server.createContext("/metrics", exchange -> respond(exchange, pages::metrics));
    server.createContext("/healthz", exchange -> respond(exchange, pages::health));
    server.start();
    return pages;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private Answer metrics(HttpExchange exchange) throws IOException {
    String format = TextFormat.chooseContentType(exchange.getRequestHeaders().getFirst("Accept"));
    StringWriter page = new StringWriter();
    TextFormat.writeFormat(format, page, registry.metricFamilySamples());
    return new Answer(200, format, page.toString());
  }

  private Answer health(HttpExchange exchange) {
    List<String> problems = health.problems();
    if (sidecar.state() != Sidecar.State.ACTIVE) {
      return new Answer(503, TEXT, "draining\n");
    }
    return problems.isEmpty()
        ? new Answer(200, TEXT, "ok\n")
        : new Answer(503, TEXT, String.join("\n", problems) + "\n");
  }

  private Answer nothing(HttpExchange exchange) {
    boolean isRoot = exchange.getRequestURI().getPath().equals("/");
    return new Answer(isRoot ? 200 : 404, TEXT, "Heddle sidecar: /metrics /healthz\n");
  }

  private static void respond(HttpExchange exchange, Page page) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean isRead = method.equals("GET") || method.equals("HEAD");
      Answer answer = isRead ? page.answer(exchange) : new Answer(405, TEXT, "GET only\n");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), method.equals("HEAD") ? -1 : body.length);
      if (!method.equals("HEAD")) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
