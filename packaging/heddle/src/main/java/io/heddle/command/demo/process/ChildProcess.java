package io.heddle.command.demo.process;

import io.heddle.command.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that the demo started; what it prints goes to its log file. */
public final class ChildProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int LINES_QUOTED = 15;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread copier;
  private final CompletableFuture<Matcher> ready;

  private ChildProcess(
      String name, Process process, Path log, Thread copier, CompletableFuture<Matcher> ready) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.copier = copier;
    this.ready = ready;
  }

  /**
   * Starts a JVM; {@link #awaitReady} says when it can be used.
   *
   * @param arguments what follows {@code java}
   * @param log what it prints goes there
   * @param ready found in a line it prints when it can be used
   */
  static ChildProcess start(String name, List<String> arguments, Path log, Pattern ready) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // What is meant for the user's own JVMs (another agent, a debugger) would change the demo.
    builder.environment().keySet().removeIf(ChildProcess::isMeantForOtherJvms);
    try {
      Process process = builder.start();
      CompletableFuture<Matcher> seen = new CompletableFuture<>();
      Thread copier = new Thread(() -> copy(process, log, ready, seen), name + "-output");
      copier.setDaemon(true);
      copier.start();
      return new ChildProcess(name, process, log, copier, seen);
    } catch (IOException e) {
      throw new CommandFailure("cannot start " + name + ": " + e.getMessage(), "", e);
    }
  }

  private static boolean isMeantForOtherJvms(String variable) {
    return variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JDK_JAVA_OPTIONS")
        || variable.equals("_JAVA_OPTIONS")
        || variable.startsWith("HEDDLE_")
        || variable.startsWith("OTEL_");
  }

  private static void copy(
      Process process, Path log, Pattern ready, CompletableFuture<Matcher> seen) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter file = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write(line);
        file.newLine();
        file.flush();
        Matcher matcher = ready.matcher(line);
        if (!seen.isDone() && matcher.find()) {
          seen.complete(matcher);
        }
      }
      seen.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      seen.completeExceptionally(e);
    }
  }

  /**
   * Waits until it can be used.
   *
   * @return the match in the line that said so
   * @throws CommandFailure quoting what it printed, if it ends or says nothing for a minute
   */
  Matcher awaitReady() {
    try {
      return ready.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while " + name + " started");
    } catch (TimeoutException e) {
      throw failure("was not ready within " + START.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure("did not start: " + e.getCause().getMessage(), e);
    }
  }

  /** Fails with the last lines of the log unless the process still runs. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw failure("ended with exit code " + process.exitValue(), null);
    }
  }

  /**
   * Asks the process to stop, waits until it has, and kills it after half a minute.
   *
   * @return whether it stopped by itself
   */
  boolean stop() {
    abandon(false);
    try {
      if (process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        copier.join(STOP.toMillis());
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }

  /** Tells the process to stop without waiting, or kills it. */
  void abandon(boolean forcibly) {
    if (forcibly) {
      process.destroyForcibly();
    } else {
      // Process.destroy would close its output too, and so lose its last words.
      process.toHandle().destroy();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private CommandFailure failure(String what, Exception cause) {
    return new CommandFailure(
        name + " " + what + "\n" + lastLines(), "All it printed is in " + log, cause);
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_QUOTED), lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read: " + e + ")";
    }
  }
}
