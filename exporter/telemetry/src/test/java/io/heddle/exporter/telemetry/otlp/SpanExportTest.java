package io.heddle.exporter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heddle.exporter.telemetry.FinishedOperation.Kind;
import io.heddle.exporter.telemetry.HeddleThread;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpanExportTest {
  private static final long LIMIT_MILLIS = 20_000;

  private final Map<String, String> variables =
      new HashMap<>(Map.of("OTEL_BSP_SCHEDULE_DELAY", "20"));
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private SpanExport export;

  @AfterEach
  void close() {
    if (export != null) {
      export.close(LIMIT_MILLIS);
    }
  }

  @Test
  void shipsAnOperationAsASpan() throws Exception {
    try (Collector collector = new Collector()) {
      variables.put("OTEL_SERVICE_NAME", "orders");
      variables.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test");
      variables.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret%20one");
      start(collector.endpoint());

      assertThat(export.offer(new Finished(0x0102, Kind.CLIENT, 0x0304, true, (byte) 3, true)))
          .isTrue();

      Collector.Received received = collector.next();
      assertThat(received.path()).isEqualTo("/v1/traces");
      assertThat(received.headers().getFirst("Api-key")).isEqualTo("secret one");
      assertThat(texts(received.request().getResourceSpans(0).getResource().getAttributesList()))
          .containsEntry("service.name", "orders")
          .containsEntry("deployment.environment", "test");
      Span span = received.spans().get(0);
      assertThat(hex(span.getTraceId())).isEqualTo("0af7651916cd43dd8448eb211c80319c");
      assertThat(hex(span.getSpanId())).isEqualTo("0000000000000102");
      assertThat(hex(span.getParentSpanId())).isEqualTo("0000000000000304");
      assertThat(span.getName()).isEqualTo("GET /orders/{id}");
      assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(span.getStartTimeUnixNano()).isEqualTo(1_700_000_000_000_000_001L);
      assertThat(span.getEndTimeUnixNano()).isEqualTo(1_700_000_000_005_000_001L);
      assertThat(span.getTraceState()).isEqualTo("heddle=t:0102030405,vendor=x.y");
      assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(texts(span.getAttributesList()))
          .containsEntry("tenant.id", "acme")
          .containsEntry("http.route", "/orders/{id}")
          .containsEntry("http.response.status_code", "500");
      export.close(LIMIT_MILLIS);
      assertThat(export.exported()).isEqualTo(1);
    }
  }

  @Test
  void shipsEveryOperationOnceInBatches() throws Exception {
    try (Collector collector = new Collector()) {
      variables.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "100");
      variables.put("OTEL_BSP_SCHEDULE_DELAY", "60000");
      variables.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
      options(collector.endpoint());
      for (int i = 1; i <= 1_010; i++) {
        assertThat(export.offer(Finished.served(i))).isTrue();
      }
      export.start();
      export.close(LIMIT_MILLIS);

      Set<String> spanIds = new HashSet<>();
      while (collector.waiting() > 0) {
        Collector.Received received = collector.next();
        assertThat(received.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(received.spans()).hasSizeLessThanOrEqualTo(100);
        received.spans().forEach(span -> spanIds.add(hex(span.getSpanId())));
      }
      assertThat(log).isEmpty();
      assertThat(spanIds).hasSize(1_010);
      assertThat(export.exported()).isEqualTo(1_010);
    }
  }

  @Test
  void sendsAFullBatchWithoutWaitingForTheDelay() throws Exception {
    try (Collector collector = new Collector()) {
      variables.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "64");
      variables.put("OTEL_BSP_SCHEDULE_DELAY", "600000");
      start(collector.endpoint());
      for (int i = 1; i <= 128; i++) {
        export.offer(Finished.served(i));
      }

      assertThat(collector.next().spans()).hasSize(64);
    }
  }

  @Test
  void triesAgainWhatTheCollectorPutsOff() throws Exception {
    try (Collector collector = new Collector()) {
      collector.willAnswer(503);
      collector.willAnswer(429);
      start(collector.endpoint());
      export.offer(Finished.served(7));

      for (int attempt = 0; attempt < 3; attempt++) {
        assertThat(collector.next().spans()).hasSize(1);
      }
      export.close(LIMIT_MILLIS);
      assertThat(export.exported()).isEqualTo(1);
      assertThat(log).isEmpty();
    }
  }

  @Test
  void givesUpABatchThatTheCollectorRefusesAndGoesOn() throws Exception {
    try (Collector collector = new Collector()) {
      collector.willAnswer(400);
      start(collector.endpoint());
      export.offer(Finished.served(7));
      collector.next();
      assertThat(log.poll(10, TimeUnit.SECONDS)).contains(collector.endpoint(), "400");

      export.offer(Finished.served(8));
      collector.next();
      export.close(LIMIT_MILLIS);
      assertThat(export.lost(SpanLoss.EXPORT_FAILED)).isEqualTo(1);
      assertThat(export.exported()).isEqualTo(1);
    }
  }

  @Test
  void saysOnceThatTheCollectorIsDownAndLeavesStderrAlone() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    Handler handler = new Recorder(records);
    Logger root = Logger.getLogger("");
    PrintStream stderr = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    root.addHandler(handler);
    System.setErr(new PrintStream(captured, true));
    try {
      start("http://127.0.0.1:" + port);
      for (int i = 1; i <= 3; i++) {
        export.offer(Finished.served(i));
        if (i == 1) {
          assertThat(log.poll(20, TimeUnit.SECONDS)).contains("127.0.0.1:" + port, "refused");
          // What an application server does when it starts: every level is forgotten.
          LogManager.getLogManager().reset();
          root.addHandler(handler);
          root.setLevel(Level.ALL);
        }
      }
      export.close(LIMIT_MILLIS);
    } finally {
      System.setErr(stderr);
      LogManager.getLogManager().readConfiguration();
    }

    assertThat(export.lost(SpanLoss.EXPORT_FAILED)).isEqualTo(3);
    assertThat(export.exported()).isZero();
    assertThat(log).isEmpty();
    assertThat(captured.toString()).isEmpty();
    assertThat(
            records.stream().map(LogRecord::getLoggerName).filter(n -> n.contains("opentelemetry")))
        .isEmpty();
  }

  @Test
  void dropsAndCountsWhenTheRingIsFullWhileTheCollectorIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      variables.put("OTEL_BSP_MAX_QUEUE_SIZE", "64");
      variables.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "8");
      variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "60000");
      start("http://127.0.0.1:" + silent.getLocalPort());
      for (int i = 1; i <= 8; i++) {
        export.offer(Finished.served(i));
      }
      try (Socket held = silent.accept()) {
        int accepted = 0;
        for (int i = 1; i <= 1_000; i++) {
          accepted += export.offer(Finished.served(i)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(56, 64);
        assertThat(export.lost(SpanLoss.QUEUE_FULL)).isEqualTo(1_000 - accepted);

        long begun = System.nanoTime();
        export.close(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(held.isConnected()).isTrue();
      }
    }
  }

  @Test
  void givesUpASilentCollectorAfterTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      variables.put("OTEL_EXPORTER_OTLP_TIMEOUT", "100");
      start("http://127.0.0.1:" + silent.getLocalPort());
      export.offer(Finished.served(1));

      assertThat(log.poll(20, TimeUnit.SECONDS)).containsIgnoringCase("timed out");
      assertThat(export.lost(SpanLoss.EXPORT_FAILED)).isEqualTo(1);
    }
  }

  @Test
  void shipsNothingOfATraceThatIsNotSampled() throws Exception {
    try (Collector collector = new Collector()) {
      start(collector.endpoint());

      assertThat(export.offer(new Finished(1, Kind.SERVER, 0, false, (byte) 2, false))).isFalse();
      export.close(LIMIT_MILLIS);
      assertThat(collector.waiting()).isZero();
      assertThat(export.exported()).isZero();
    }
  }

  @Test
  void countsWhatComesAfterTheEnd() throws Exception {
    try (Collector collector = new Collector()) {
      start(collector.endpoint());
      export.close(LIMIT_MILLIS);

      assertThat(export.offer(Finished.served(1))).isFalse();
      assertThat(export.lost(SpanLoss.CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void doesNothingAtAllUnlessAsked() {
    export = new SpanExport(OtlpOptions.of(name -> null, log::add), log::add);
    export.start();

    assertThat(export.isEnabled()).isFalse();
    assertThat(export.offer(Finished.served(1))).isFalse();
    for (SpanLoss reason : SpanLoss.values()) {
      assertThat(export.lost(reason)).isZero();
    }
    assertThat(threadsNamed("heddle-otlp")).isEmpty();
  }

  @Test
  void runsOnOneMarkedDaemonThread() throws Exception {
    try (Collector collector = new Collector()) {
      start(collector.endpoint());
      export.start();

      List<Thread> threads = threadsNamed("heddle-otlp");
      assertThat(threads).hasSize(1);
      assertThat(threads.get(0)).isInstanceOf(HeddleThread.class);
      assertThat(threads.get(0).isDaemon()).isTrue();
      assertThat(threads.get(0).getContextClassLoader()).isNull();
    }
  }

  private void start(String endpoint) {
    options(endpoint);
    export.start();
  }

  private void options(String endpoint) {
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    OtlpOptions options = OtlpOptions.of(variables::get, log::add);
    assertThat(log).isEmpty();
    export = new SpanExport(options, log::add, 2);
  }

  private static List<Thread> threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .collect(Collectors.toList());
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    for (KeyValue attribute : attributes) {
      texts.put(
          attribute.getKey(),
          attribute.getValue().hasIntValue()
              ? Long.toString(attribute.getValue().getIntValue())
              : attribute.getValue().getStringValue());
    }
    return texts;
  }

  private static String hex(ByteString bytes) {
    StringBuilder hex = new StringBuilder();
    bytes.forEach(b -> hex.append(String.format("%02x", b)));
    return hex.toString();
  }

  private static final class Recorder extends Handler {
    private final BlockingQueue<LogRecord> records;

    Recorder(BlockingQueue<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord published) {
      records.add(published);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
