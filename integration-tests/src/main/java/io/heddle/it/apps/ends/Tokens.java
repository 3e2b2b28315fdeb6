package io.heddle.it.apps.ends;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A pool of its own making: tokens in a queue, which requests take and give back. */
final class Tokens {
  private static final int COUNT = 2;

  private final Rows rows;
  private final BlockingQueue<Object> tokens = new ArrayBlockingQueue<>(COUNT);
  private final ExecutorService pool = Executors.newCachedThreadPool(Tokens::daemon);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  Tokens(Rows rows) {
    this.rows = rows;
    for (int i = 0; i < COUNT; i++) {
      tokens.add(new Object());
    }
  }

  String use(String tenant) throws InterruptedException {
    rows.make("token_" + tenant);
    write("token_" + tenant);
    return "used";
  }

  /** Takes tokens when its request has ended. */
  String later(String tenant) {
    rows.make("token_later_" + tenant);
    pool.execute(
        () -> {
          try {
            gate.await();
            for (int i = 0; i < 2 * COUNT; i++) {
              write("token_later_" + tenant);
            }
            done.countDown();
          } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
          }
        });
    return "begun";
  }

  String go() throws InterruptedException {
    gate.countDown();
    done.await();
    return "true";
  }

  private void write(String table) throws InterruptedException {
    Object token = tokens.take();
    try {
      rows.write(table);
    } finally {
      tokens.put(token);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tokens");
    thread.setDaemon(true);
    return thread;
  }
}
