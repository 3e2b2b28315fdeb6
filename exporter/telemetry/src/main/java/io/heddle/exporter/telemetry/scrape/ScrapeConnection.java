package io.heddle.exporter.telemetry.scrape;

import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.exporter.telemetry.metrics.MetricsPage;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Answers one request and closes; whoever wants to may close earlier, from another thread. */
final class ScrapeConnection implements Closeable {
  private static final int READ_TIMEOUT_MILLIS = 2_000;
  private static final Set<String> PATHS = Set.of("/metrics", "/explain", "/healthz");
  private static final Set<String> FORMATS = Set.of("", "text", "json");
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final Socket socket;
  private final Metrics metrics;
  private final Explanations explanations;
  private final long openedNanos = System.nanoTime();

  ScrapeConnection(Socket socket, Metrics metrics, Explanations explanations) {
    this.socket = socket;
    this.metrics = metrics;
    this.explanations = explanations;
  }

  long ageNanos() {
    return System.nanoTime() - openedNanos;
  }

  void answer() {
    try (socket) {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      try {
        ScrapeRequest request = ScrapeRequest.read(socket.getInputStream());
        if (request != null) {
          answer(request);
        }
      } catch (ScrapeRequest.Malformed malformed) {
        sendText(malformed.status, malformed.getMessage(), "", true);
      }
      socket.shutdownOutput();
    } catch (IOException gone) {
      // The other side has left or fallen silent: there is nobody to tell.
      return;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      return;
    }
  }

  private void answer(ScrapeRequest request) throws IOException {
    boolean withBody = !request.method().equals("HEAD");
    boolean isRead = !withBody || request.method().equals("GET");
    String path = request.path();
    if (!PATHS.contains(path)) {
      sendText(404, "not found; there are /metrics, /explain?tenant=ID and /healthz", "", withBody);
    } else if (!isRead) {
      sendText(405, "only GET and HEAD are allowed", "Allow: GET, HEAD\r\n", true);
    } else if (path.equals("/healthz")) {
      sendText(200, "ok", "", withBody);
    } else if (path.equals("/explain")) {
      explain(request, withBody);
    } else {
      MetricsPage page = metrics.page(request.accept(), scraper(request));
      boolean isZipped = request.acceptsGzip();
      String headers = "Vary: Accept-Encoding\r\n" + (isZipped ? "Content-Encoding: gzip\r\n" : "");
      send(200, page.contentType(), headers, body(page, isZipped), withBody);
    }
  }

  private static byte[] body(MetricsPage page, boolean isZipped) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
    OutputStream out = isZipped ? new GZIPOutputStream(body) : body;
    try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      page.writeTo(writer);
    }
    return body.toByteArray();
  }

  private void explain(ScrapeRequest request, boolean withBody) throws IOException {
    Query query;
    try {
      query = Query.parse(request.query());
    } catch (IllegalArgumentException malformed) {
      sendText(400, "the query is not percent-encoded as it should be", "", withBody);
      return;
    }
    String tenant = query.value("tenant", null);
    String format = query.value("format", "");
    if (tenant == null
        || tenant.chars().anyMatch(Character::isISOControl)
        || !FORMATS.contains(format)) {
      sendText(400, "expected /explain?tenant=ID, with &format=json for a program", "", withBody);
    } else if (format.equals("json") || format.isEmpty() && request.accepts("application/json")) {
      byte[] json =
          ExplanationJson.of(tenant, explanations.figures(tenant), explanations.about(tenant))
              .getBytes(StandardCharsets.US_ASCII);
      send(200, "application/json", "Vary: Accept\r\n", json, withBody);
    } else {
      sendText(200, explanations.about(tenant), "Vary: Accept\r\n", withBody);
    }
  }

  /** Two servers behind one address that call themselves the same cannot be told apart. */
  private String scraper(ScrapeRequest request) {
    return socket.getInetAddress().getHostAddress() + " " + request.userAgent();
  }

  private void sendText(int status, String text, String headers, boolean withBody)
      throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    send(status, PLAIN_TEXT, headers, body, withBody);
  }

  private void send(int status, String contentType, String headers, byte[] body, boolean withBody)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + reason(status)
            + "\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n"
            + headers
            + "\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (withBody) {
      out.write(body);
    }
    out.flush();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 431 -> "Request Header Fields Too Large";
      default -> "Bad Request";
    };
  }
}
