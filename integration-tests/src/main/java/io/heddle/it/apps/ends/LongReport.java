package io.heddle.it.apps.ends;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A report that writes until it is told to stop, on one thread that is handed over once. */
final class LongReport {
  private final Rows rows;
  private final ExecutorService pool = Executors.newSingleThreadExecutor(LongReport::daemon);
  private volatile boolean isStopped;

  LongReport(Rows rows) {
    this.rows = rows;
  }

  String begin() {
    rows.make("long_report");
    pool.execute(
        () -> {
          while (!isStopped) {
            rows.write("long_report");
          }
        });
    return "begun";
  }

  String stop() throws InterruptedException {
    isStopped = true;
    pool.shutdown();
    return Boolean.toString(pool.awaitTermination(20, TimeUnit.SECONDS));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "report");
    thread.setDaemon(true);
    return thread;
  }
}
