package io.heddle.command.demo.process;

import io.heddle.command.cli.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes of a demo: none of them outlives it, however it ends short of {@code kill -9}.
 *
 * <p>Any thread, because a shutdown hook may stop what the main thread is still starting.
 */
public final class Children implements AutoCloseable {
  private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

  private final Deque<ChildProcess> processes = new ArrayDeque<>();
  private final Thread hook = new Thread(this::stopAll, "demo-stop");
  private final Path logs;
  private boolean isStopping;

  /**
   * @param logs the folder of their log files
   */
  public Children(Path logs) {
    this.logs = logs;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A process that can be used, and what the line that said so told. */
  public record Started(ChildProcess process, Matcher match) {}

  /**
   * Starts a JVM and waits until a line it prints says that it can be used.
   *
   * @param arguments what follows {@code java}
   * @throws CommandFailure quoting what it printed, if it ends or says nothing for a minute
   */
  public Started start(String name, List<String> arguments, Pattern ready) {
    ChildProcess process;
    // Known before it is waited for, so that Ctrl-C finds it.
    synchronized (this) {
      if (isStopping) {
        throw new CommandFailure("the demo is being stopped");
      }
      process = ChildProcess.start(name, arguments, logs.resolve(name + ".log"), ready);
      processes.push(process);
    }
    return new Started(process, process.awaitReady());
  }

  /** Fails if one of them has ended. */
  public synchronized void requireAlive() {
    processes.forEach(ChildProcess::requireAlive);
  }

  /** Stops one of them; it is no longer expected to live. */
  public boolean stop(ChildProcess process) {
    synchronized (this) {
      processes.remove(process);
    }
    return process.stop();
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Then the hook does what was just done.
    }
  }

  /** The last one first: the sidecar outlives the services whose records it archives. */
  private synchronized void stopAll() {
    isStopping = true;
    processes.forEach(process -> process.abandon(false));
    long deadline = System.nanoTime() + GRACE_NANOS;
    while (processes.stream().anyMatch(ChildProcess::isAlive) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    processes.forEach(process -> process.abandon(true));
    processes.clear();
  }
}
