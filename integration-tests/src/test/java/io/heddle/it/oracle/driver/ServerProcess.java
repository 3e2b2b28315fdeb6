package io.heddle.it.oracle.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A database's server as a process of ours, stopped at the latest when this JVM ends. */
final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private ServerProcess() {}

  /** Whether there is such a program. */
  static boolean isInstalled(String program) {
    return Files.isExecutable(Path.of(program));
  }

  /** Runs a program to its end; what it prints goes to a file of that name. */
  static void run(Path folder, String name, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Process process = start(folder, name, environment, command);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed:\n" + Files.readString(folder.resolve(name)));
    }
  }

  /** Starts a server, and waits until it takes connections. */
  static void serve(
      Path folder, String name, Map<String, String> environment, List<String> command, int port)
      throws IOException {
    Process process = start(folder, name, environment, command);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(
            command + " does not serve:\n" + Files.readString(folder.resolve(name)));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static Process start(
      Path folder, String name, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve(name).toFile()).start();
    process.getOutputStream().close();
    return process;
  }

  private static boolean answers(int port) {
    try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connected.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
