package io.heddle.exporter.telemetry.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP receiver on the loopback device that decodes what it is sent. */
final class Collector implements AutoCloseable {
  /** What came with one request. */
  record Received(String path, Headers headers, ExportTraceServiceRequest request) {
    List<Span> spans() {
      List<Span> spans = new ArrayList<>();
      request
          .getResourceSpansList()
          .forEach(r -> r.getScopeSpansList().forEach(s -> spans.addAll(s.getSpansList())));
      return spans;
    }
  }

  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers the next request with that status; 200 is the answer to those not provided for. */
  void willAnswer(int status) {
    answers.add(status);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request, which must come within ten seconds. */
  Received next() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was sent within ten seconds");
    }
    return next;
  }

  int waiting() {
    return received.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(decode(exchange));
      Integer status = answers.poll();
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }
  }

  private static Received decode(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    boolean isGzip = "gzip".equals(headers.getFirst("Content-Encoding"));
    try (InputStream body =
        isGzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return new Received(
          exchange.getRequestURI().getPath(),
          headers,
          ExportTraceServiceRequest.parseFrom(body.readAllBytes()));
    } catch (InvalidProtocolBufferException notOtlp) {
      throw new IOException(notOtlp);
    }
  }
}
