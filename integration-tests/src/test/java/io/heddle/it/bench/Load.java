package io.heddle.it.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two clients over a kept connection each: enough to keep the service busy, and cheap enough to
 * leave it a processor. Each sends {@link #DEPTH} requests at a time and then reads their answers
 * (HTTP/1.1 pipelining), because a wait for each single answer costs the service two thread
 * switches a request, whose price swings by more than what is measured.
 */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final int DEPTH = 16;
  private static final int TENANTS = 200;
  private static final int ROWS = 64;

  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final List<Connection> connections = new ArrayList<>();

  Load(int port) throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      connections.add(new Connection(port));
    }
  }

  /** Makes the rows that the requests read and change. */
  void prepare() throws IOException {
    for (int row = 0; row < ROWS; row++) {
      connections.get(0).add("POST", "/commit?name=row-" + row, "tenant-0");
      connections.get(0).send();
      connections.get(0).receive();
    }
  }

  /** Sends that many requests, half of them writing, and waits for all answers. */
  void run(int requests) throws InterruptedException {
    List<Future<?>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int number = client;
      clients.add(threads.submit(() -> run(number, requests / CLIENTS)));
    }
    for (Future<?> client : clients) {
      try {
        client.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void run(int client, int requests) {
    Connection connection = connections.get(client);
    try {
      for (int sent = 0; sent < requests; sent += DEPTH) {
        int depth = Math.min(DEPTH, requests - sent);
        for (int i = sent; i < sent + depth; i++) {
          String tenant = "tenant-" + i % TENANTS;
          if (i % 2 == 0) {
            connection.add("GET", "/queries?name=row-" + i % ROWS, tenant);
          } else {
            // Clients change rows of their own, so that none waits for another's lock.
            int from = (i % (ROWS / 4)) * 4 + client * 2;
            connection.add("POST", "/transfer?from=row-" + from + "&to=row-" + (from + 1), tenant);
          }
        }
        connection.send();
        for (int i = 0; i < depth; i++) {
          connection.receive();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  /** HTTP/1.1 by hand: a client library would use more CPU than the service. */
  private static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8_192];
    private final StringBuilder requests = new StringBuilder();

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void add(String method, String path, String tenant) {
      requests
          .append(method)
          .append(' ')
          .append(path)
          .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Tenant-ID: ")
          .append(tenant)
          .append("\r\nContent-Length: 0\r\n\r\n");
    }

    void send() throws IOException {
      socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.ISO_8859_1));
      requests.setLength(0);
    }

    void receive() throws IOException {
      String status = line();
      if (!status.contains(" 200")) {
        throw new IOException("a request was answered " + status);
      }
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      in.skipNBytes(length);
    }

    private String line() throws IOException {
      int length = 0;
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the service closed the connection");
        }
        if (c != '\r') {
          buffer[length++] = (byte) c;
        }
      }
      return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
