package io.heddle.agent;

import io.heddle.exporter.telemetry.HeddleThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The agent's one clock: runs what is to be done every so often, on one daemon thread, each task
 * after the other. Tasks must be short and must not block.
 */
public final class Housekeeping implements Runnable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final class Task {
    final long intervalNanos;
    final Runnable work;
    long lastNanos = System.nanoTime();
    boolean hasFailed;

    Task(long intervalNanos, Runnable work) {
      this.intervalNanos = intervalNanos;
      this.work = work;
    }
  }

  private final List<Task> tasks = new CopyOnWriteArrayList<>();
  private final Consumer<String> log;

  /**
   * @param log told of a task's first failure
   */
  public Housekeeping(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Adds a task; any thread, any time.
   *
   * @param intervalMillis how often, at most; rounded up to a quarter of a second
   */
  public void every(long intervalMillis, Runnable work) {
    tasks.add(new Task(TimeUnit.MILLISECONDS.toNanos(intervalMillis), work));
  }

  /** Starts the thread; once. */
  public void start() {
    new HeddleThread(this, "heddle-housekeeping").start();
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.parkNanos(TICK_NANOS);
      long now = System.nanoTime();
      for (Task task : tasks) {
        if (now - task.lastNanos >= task.intervalNanos) {
          task.lastNanos = now;
          run(task);
        }
      }
    }
  }

  /** One that fails must not take the others with it; it is tried again. */
  private void run(Task task) {
    try {
      task.work.run();
    } catch (RuntimeException | LinkageError failure) {
      if (!task.hasFailed) {
        task.hasFailed = true;
        log.accept("housekeeping failed, and is tried again: " + failure);
      }
    }
  }
}
