package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running JVM of ours, stopped at the latest when this one ends. One thread at a time, but {@link
 * #kill} may come from any.
 */
public final class Jvm implements AutoCloseable {
  /** In seconds; a long run on a busy machine asks for more. */
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("heddle.it.patience", 60));

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final ProcessOutput stdout;
  private final ProcessOutput stderr;

  private Jvm(String name, Process process, Path folder) {
    this.name = name;
    this.process = process;
    this.stdout = new ProcessOutput(process.getInputStream(), folder.resolve(name + ".out"));
    this.stderr = new ProcessOutput(process.getErrorStream(), folder.resolve(name + ".err"));
  }

  static Jvm start(String name, List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            variable ->
                variable.startsWith("HEDDLE_")
                    || variable.startsWith("OTEL_")
                    || variable.equals("JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
    process.getOutputStream().close();
    return new Jvm(name, process, folder);
  }

  /** Describes a JVM to start. */
  public static JvmCommand on(Jdk jdk) {
    return new JvmCommand(jdk);
  }

  /** The first line of its standard output that holds {@code pattern}, waited for. */
  public Matcher awaitLine(String pattern) throws InterruptedException {
    return stdout
        .await(Pattern.compile(pattern), PATIENCE)
        .orElseThrow(() -> new AssertionError("no line '" + pattern + "' from " + describe()));
  }

  /** The first line of its standard error that holds {@code pattern}, waited for. */
  public Matcher awaitErrorLine(String pattern) throws InterruptedException {
    return stderr
        .await(Pattern.compile(pattern), PATIENCE)
        .orElseThrow(() -> new AssertionError("no line '" + pattern + "' from " + describe()));
  }

  /** Its exit code, waited for. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("still running after " + limit.toSeconds() + " s: " + describe());
    }
    stdout.join();
    stderr.join();
    return process.exitValue();
  }

  /** Its exit code, waited for. */
  public int awaitExit() throws InterruptedException {
    return awaitExit(PATIENCE);
  }

  /** Whether it ends by itself within that time. */
  public boolean endsWithin(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks it to stop, as a container runtime does: SIGTERM. */
  public Jvm terminate() {
    process.destroy();
    return this;
  }

  /** Stops it dead: SIGKILL. */
  public Jvm kill() {
    process.destroyForcibly();
    return this;
  }

  /** Whether it has not ended yet. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** The lines of its standard output so far. */
  public List<String> stdout() {
    return stdout.lines();
  }

  /** The lines of its standard error so far. */
  public List<String> stderr() {
    return stderr.lines();
  }

  /** Its process ID. */
  public long pid() {
    return process.pid();
  }

  /** CPU time its process has used so far, user and system, all threads. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Everything a failing test should show. */
  public String describe() {
    return name
        + " (pid "
        + pid()
        + (isRunning() ? ", running)" : ", exit code " + process.exitValue() + ")")
        + "\n-- stdout --\n"
        + tail(stdout.lines())
        + "\n-- stderr --\n"
        + tail(stderr.lines());
  }

  private static String tail(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  @Override
  public void close() {
    kill();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      stdout.join();
      stderr.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
