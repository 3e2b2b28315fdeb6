package io.heddle.exporter.telemetry.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;

/**
 * Posts a batch on the calling thread over {@link HttpURLConnection}, and tries again by the SDK's
 * {@link RetryPolicy} while the time limit of the batch lasts.
 *
 * <p>Each request has its own connection: a kept one would be guarded by a thread of the JDK's, and
 * may be found dead only after the request is written.
 */
final class UrlConnectionSender implements HttpSender {
  /** What a collector says about a refusal is worth no more. */
  private static final int MAX_RESPONSE_BYTES = 64 * 1024;

  private final HttpSenderConfig config;
  private final RetryPolicy retryPolicy;
  private String outcome = "nothing was sent";
  private volatile boolean isHurried;
  private volatile boolean isShutDown;
  private volatile HttpURLConnection current;

  UrlConnectionSender(HttpSenderConfig config) {
    this.config = config;
    this.retryPolicy =
        config.getRetryPolicy() == null
            ? RetryPolicy.builder().setMaxAttempts(2).build()
            : config.getRetryPolicy();
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    try {
      HttpResponse response = sendWithRetries(bodyOf(message));
      outcome = "HTTP " + response.getStatusCode() + " " + response.getStatusMessage();
      onResponse.accept(response);
    } catch (IOException failed) {
      outcome = failed.toString();
      onError.accept(failed);
    }
  }

  /** How the last batch ended, for the operator; asked on the thread that sends. */
  String outcome() {
    return outcome;
  }

  /** One attempt a batch from now on; a pause ends when its thread is unparked. */
  void hurry() {
    isHurried = true;
  }

  /** Breaks off the request under way, if there is one, and lets none follow. */
  @Override
  public CompletableResultCode shutdown() {
    isShutDown = true;
    HttpURLConnection underWay = current;
    if (underWay != null) {
      underWay.disconnect();
    }
    return CompletableResultCode.ofSuccess();
  }

  private byte[] bodyOf(MessageWriter message) throws IOException {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
    Compressor compressor = config.getCompressor();
    if (compressor == null) {
      message.writeMessage(body);
    } else {
      try (OutputStream compressed = compressor.compress(body)) {
        message.writeMessage(compressed);
      }
    }
    return body.toByteArray();
  }

  private HttpResponse sendWithRetries(byte[] body) throws IOException {
    long deadline = System.nanoTime() + config.getTimeout().toNanos();
    double backoffNanos = retryPolicy.getInitialBackoff().toNanos();
    for (int attempt = 1; ; attempt++) {
      Answer answer = null;
      IOException failure = null;
      try {
        answer = post(body, deadline);
        if (!answer.isWorthRetrying()) {
          return answer;
        }
      } catch (IOException failed) {
        failure = failed;
      }
      if (attempt == 1 && isBroken(failure) && deadline > System.nanoTime()) {
        // A connection may be reset by no fault of the collector's; a fresh one is tried at once,
        // when hurried too.
        continue;
      }
      // "Full jitter", as the SDK's own senders: many agents must not come back in step.
      long pause = (long) (ThreadLocalRandom.current().nextDouble() * backoffNanos);
      if (answer != null) {
        pause = Math.max(pause, TimeUnit.SECONDS.toNanos(answer.retryAfterSeconds));
      }
      boolean isLast =
          isShutDown
              || attempt >= retryPolicy.getMaxAttempts()
              || deadline - System.nanoTime() <= pause
              || !slept(pause);
      if (isLast) {
        if (failure != null) {
          throw failure;
        }
        return answer;
      }
      backoffNanos =
          Math.min(
              backoffNanos * retryPolicy.getBackoffMultiplier(),
              retryPolicy.getMaxBackoff().toNanos());
    }
  }

  private static boolean isBroken(IOException failure) {
    return failure instanceof SocketException && !(failure instanceof ConnectException);
  }

  /** False if the pause was cut short. */
  private boolean slept(long nanos) {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !isHurried) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
    return !isHurried;
  }

  private Answer post(byte[] body, long deadline) throws IOException {
    HttpURLConnection connection = open(body.length, deadline);
    current = connection;
    try {
      if (isShutDown) {
        throw new IOException("closed");
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("no HTTP answer");
      }
      return new Answer(
          status,
          connection.getResponseMessage(),
          responseBody(connection, status),
          connection.getHeaderFieldInt("Retry-After", 0));
    } finally {
      current = null;
      connection.disconnect();
    }
  }

  private HttpURLConnection open(int bodyLength, long deadline) throws IOException {
    URL url = config.getEndpoint().toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    if (connection instanceof HttpsURLConnection secure && config.getSslContext() != null) {
      secure.setSSLSocketFactory(config.getSslContext().getSocketFactory());
    }
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    // Streaming also keeps the JDK from sending a POST again by itself.
    connection.setFixedLengthStreamingMode(bodyLength);
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    int timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, leftMillis));
    connection.setConnectTimeout(
        (int) Math.min(timeoutMillis, Math.max(1, config.getConnectTimeout().toMillis())));
    connection.setReadTimeout(timeoutMillis);
    Map<String, List<String>> headers = config.getHeadersSupplier().get();
    if (headers != null) {
      headers.forEach(
          (name, values) -> values.forEach(v -> connection.addRequestProperty(name, v)));
    }
    connection.setRequestProperty("Content-Type", config.getContentType());
    connection.setRequestProperty("Connection", "close");
    if (config.getCompressor() != null) {
      connection.setRequestProperty("Content-Encoding", config.getCompressor().getEncoding());
    }
    return connection;
  }

  private static byte[] responseBody(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? new byte[0] : in.readNBytes(MAX_RESPONSE_BYTES);
    }
  }

  /** The collector's answer. */
  private record Answer(int status, String message, byte[] body, int retryAfterSeconds)
      implements HttpResponse {
    /** OTLP 1.x, "Retryable Response Codes". */
    boolean isWorthRetrying() {
      return status == 429 || status == 502 || status == 503 || status == 504;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return message == null ? "" : message;
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }
  }
}
