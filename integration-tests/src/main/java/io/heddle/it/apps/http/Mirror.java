package io.heddle.it.apps.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Another service, which answers with what the caller's headers tell about the caller: {@code
 * tenant|traceparent|tracestate}, each a dash if it is not there.
 */
final class Mirror {
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();

  Mirror() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", Mirror::answer);
    server.createContext("/elsewhere", this::redirect);
    server.start();
  }

  /** What a service under 127.0.0.1 is told when the running thread asks it. */
  String ask() {
    return answerTo(HttpRequest.newBuilder(at("127.0.0.1", "/")).build());
  }

  String answerTo(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> askLater(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  URI at(String host, String path) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String told =
        told(exchange, "X-Tenant-ID")
            + '|'
            + told(exchange, "traceparent")
            + '|'
            + told(exchange, "tracestate");
    byte[] body = told.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", at("localhost", "/").toString());
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private static String told(HttpExchange exchange, String header) {
    var values = exchange.getRequestHeaders().get(header);
    return values == null ? "-" : String.join(";", values);
  }
}
