package io.heddle.it.crash;

import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Trace;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Clients that write one row after the other, every fourth of which is rolled back, until they are
 * stopped or the application is gone. A row is named by the trace of the request that wrote it.
 */
final class Writers implements AutoCloseable {
  private static final int CLIENTS = 4;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch enough;

  /** Trace ID to what the application answered. */
  private final Map<String, Answer> answered = new ConcurrentHashMap<>();

  private final Map<String, String> tenants = new ConcurrentHashMap<>();

  /**
   * @param enough how many answers {@link #awaitEnough} waits for
   */
  Writers(Application application, int enough) {
    this.enough = new CountDownLatch(enough);
    for (int client = 0; client < CLIENTS; client++) {
      int number = client;
      Thread thread = new Thread(() -> write(application, number), "writer " + client);
      threads.add(thread);
      thread.start();
    }
  }

  void awaitEnough() throws InterruptedException {
    if (!enough.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + answered.size() + " answers in a minute");
    }
  }

  /** Trace IDs of the writes whose commit the application confirmed. */
  List<String> committed() {
    return traces("committed");
  }

  /** Trace IDs of the writes whose rollback the application confirmed. */
  List<String> rolledBack() {
    return traces("rolled back");
  }

  /** The tenant that a trace belongs to. */
  String tenantOf(String traceId) {
    return tenants.get(traceId);
  }

  private List<String> traces(String body) {
    return answered.entrySet().stream()
        .filter(entry -> entry.getValue().equals(new Answer(200, body)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void write(Application application, int client) {
    for (int i = 0; !stopped.get(); i++) {
      Trace trace = Trace.start();
      String tenant = "tenant-" + client + "-" + i % 25;
      tenants.put(trace.id(), tenant);
      String path = (i % 4 == 3 ? "/rollback?name=" : "/commit?name=") + trace.id();
      try {
        Answer answer = application.send(Call.of("POST", path).tenant(tenant).trace(trace));
        answered.put(trace.id(), answer);
        enough.countDown();
      } catch (UncheckedIOException gone) {
        return;
      }
    }
  }

  /** Ends the clients and waits for them; may be called again. */
  void stop() {
    stopped.set(true);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
