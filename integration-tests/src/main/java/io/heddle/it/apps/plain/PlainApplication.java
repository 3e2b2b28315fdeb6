package io.heddle.it.apps.plain;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Has a thread pool work out the answer, tells it, and ends, or stays without doing a thing. */
public final class PlainApplication {
  private PlainApplication() {}

  /**
   * @param arguments {@code stay}, or none
   */
  public static void main(String[] arguments) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    System.out.println("ANSWER " + pool.submit(() -> 6 * 7).get());
    pool.shutdown();
    if (arguments.length > 0) {
      Thread.currentThread().join();
    }
  }
}
