package io.heddle.exporter.telemetry.scrape;

import io.heddle.exporter.telemetry.HeddleThread;
import io.heddle.exporter.telemetry.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves {@code GET /metrics}, {@code GET /explain?tenant=ID} and {@code GET /healthz}.
 *
 * <p>Bound: four connections at a time, each for thirty seconds at most; one beyond that is closed
 * unanswered. One thread accepts, and each connection has a thread while it lasts.
 */
public final class ScrapePage {
  static final int MOST_CONNECTIONS = 4;
  private static final int BACKLOG = 8;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_LIMIT_MILLIS = 1_000;
  private static final int LOOK_AFTER_MILLIS = 5_000;
  private static final String THREAD_NAME = "heddle-scrape";

  private final ServerSocket server;
  private final Metrics metrics;
  private final Explanations explanations;
  private final HeddleThread accepting = new HeddleThread(this::accept, THREAD_NAME);
  private final Set<ScrapeConnection> open = ConcurrentHashMap.newKeySet();

  private ScrapePage(ServerSocket server, Metrics metrics, Explanations explanations) {
    this.server = server;
    this.metrics = metrics;
    this.explanations = explanations;
  }

  /**
   * Opens the page; it answers from the return on.
   *
   * @throws IOException if the address cannot be bound
   */
  public static ScrapePage open(
      InetSocketAddress address, Metrics metrics, Explanations explanations) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(address, BACKLOG);
    } catch (IOException | RuntimeException refused) {
      server.close();
      throw refused;
    }
    ScrapePage page = new ScrapePage(server, metrics, explanations);
    page.accepting.start();
    return page;
  }

  /** The port on which the page answers. */
  public int port() {
    return server.getLocalPort();
  }

  /** Closes the page and what is being answered. Idempotent. */
  public void close() {
    try {
      server.close();
    } catch (IOException closedAnyway) {
      // nothing is left to release
    }
    open.forEach(ScrapeConnection::close);
    try {
      // Until this thread has left the socket, the kernel goes on taking connections.
      accepting.join(CLOSE_LIMIT_MILLIS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        // While somebody is being answered, look now and then whether it takes too long.
        server.setSoTimeout(open.isEmpty() ? 0 : LOOK_AFTER_MILLIS);
        receive(server.accept());
      } catch (SocketTimeoutException nobodyCame) {
        closeOverdue();
      } catch (IOException | OutOfMemoryError exhausted) {
        // Unless the page was closed, the process is out of descriptors or threads: it gets time.
        if (!server.isClosed()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void receive(Socket socket) throws IOException {
    closeOverdue();
    if (open.size() >= MOST_CONNECTIONS) {
      socket.close();
      return;
    }
    ScrapeConnection connection = new ScrapeConnection(socket, metrics, explanations);
    HeddleThread answering = new HeddleThread(() -> answer(connection), THREAD_NAME);
    open.add(connection);
    try {
      answering.start();
    } catch (OutOfMemoryError noThread) {
      open.remove(connection);
      connection.close();
      throw noThread;
    }
  }

  private void answer(ScrapeConnection connection) {
    try {
      connection.answer();
    } finally {
      open.remove(connection);
    }
  }

  private void closeOverdue() {
    for (ScrapeConnection connection : open) {
      if (connection.ageNanos() > MOST_NANOS) {
        connection.close();
      }
    }
  }
}
