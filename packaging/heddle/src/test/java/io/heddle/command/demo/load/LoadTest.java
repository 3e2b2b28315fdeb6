package io.heddle.command.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as the order service would, and counts for itself. */
class LoadTest {
  private static final int REQUESTS = 300;
  private static final List<String> TENANTS = List.of("acme", "globex", "initech");

  private final Map<String, LongAdder> byTenant = new ConcurrentHashMap<>();
  private final CountDownLatch enough = new CountDownLatch(REQUESTS);
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/orders",
        exchange -> {
          try (exchange) {
            String form =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String tenant = exchange.getRequestHeaders().getFirst("X-Tenant-ID");
            byTenant.computeIfAbsent(tenant, name -> new LongAdder()).increment();
            int status = status(exchange.getRequestMethod(), form);
            byte[] body = "{\"id\":7}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
              exchange.getResponseBody().write(body);
            }
            enough.countDown();
          }
        });
    server.start();
  }

  private static int status(String method, String form) {
    if (!method.equals("POST")) {
      return method.equals("GET") ? 200 : 204;
    }
    return form.contains("moon-lamp")
        ? 409
        : form.contains("mystery") ? 500 : form.startsWith("customer=&") ? 400 : 201;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void countsWhatItSentAsTheServerDoes() throws Exception {
    URI service = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Load load = Load.start(service, TENANTS, 2_000, 4);
    assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
    load.close();

    Map<String, Long> served = new TreeMap<>();
    byTenant.forEach((tenant, count) -> served.put(tenant, count.sum()));
    Tally tally = load.tally();
    assertThat(tally.requestsByTenant()).isEqualTo(served);
    assertThat(tally.requests()).isGreaterThanOrEqualTo(REQUESTS);
    assertThat(tally.firstSurprises()).isEmpty();
    assertThat(tally.surprises()).isZero();
    assertThat(tally.requests() - tally.mutatingRequests())
        .isEqualTo(tally.count(Intent.LIST, Intent.SHOW));
    assertThat(tally.placedByTenant().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(tally.count(Intent.PLACE));
  }

  @Test
  void isSurprisedWhenNobodyAnswers() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.stop(0);
    Load load = Load.start(nobody, TENANTS, 1_000, 1);
    while (load.tally().surprises() == 0) {
      Thread.onSpinWait();
    }
    load.close();

    assertThat(load.tally().requests()).isZero();
    assertThat(load.tally().firstSurprises().get(0)).contains("was not answered");
  }
}
