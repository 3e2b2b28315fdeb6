package io.heddle.it.apps.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Ways to send a request, by name; each answers with what came back. */
final class Client {
  private final Mirror mirror;
  private final Map<String, Callable<String>> ways = new TreeMap<>();

  Client(Mirror mirror) {
    this.mirror = mirror;
    ways.put("send", mirror::ask);
    ways.put("sendAsync", () -> mirror.askLater(to("127.0.0.1").build()).get().body());
    ways.put("stranger", () -> mirror.answerTo(to("localhost").build()));
    ways.put("redirectedToStranger", this::redirected);
    ways.put(
        "ownTenant", () -> mirror.answerTo(to("127.0.0.1").header("x-tenant-id", "own").build()));
    ways.put(
        "ownTenantToStranger",
        () -> mirror.answerTo(to("localhost").header("X-Tenant-ID", "own").build()));
    ways.put(
        "ownTraceParent",
        () -> mirror.answerTo(to("127.0.0.1").header("Traceparent", "their own").build()));
    ways.put(
        "ownTraceState",
        () -> mirror.answerTo(to("127.0.0.1").header("Tracestate", "a=b").build()));
    ways.put("requestUnchanged", this::unchanged);
    ways.put("refused", this::refused);
    ways.put("cancelled", this::cancelled);
  }

  Map<String, Callable<String>> ways() {
    return ways;
  }

  private HttpRequest.Builder to(String host) {
    return HttpRequest.newBuilder(mirror.at(host, "/"));
  }

  private String redirected() {
    return mirror.answerTo(HttpRequest.newBuilder(mirror.at("127.0.0.1", "/elsewhere")).build());
  }

  private String unchanged() {
    HttpRequest request = to("127.0.0.1").header("a", "b").build();
    mirror.answerTo(request);
    return request.headers().map().toString();
  }

  /** Nobody listens there. */
  private String refused() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try {
      return mirror
          .askLater(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build())
          .join()
          .body();
    } catch (CompletionException expected) {
      return expected.getCause().getClass().getName();
    }
  }

  /** A server that accepts and never answers. */
  private String cancelled() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      CompletableFuture<?> answer =
          mirror.askLater(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))
                  .build());
      return Boolean.toString(answer.cancel(true));
    }
  }
}
