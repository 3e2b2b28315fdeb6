package io.heddle.agent.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.audit.spool.ClockInterval.Status;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against chronyd itself, where it is installed: two of them on loopback ports, neither of which
 * touches the machine's clock. One keeps time by nobody, the other by the first.
 */
class ChronydTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final List<Process> daemons = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process daemon : daemons) {
      daemon.destroy();
      daemon.waitFor();
    }
  }

  @Test
  void believesTheBoundOfOneThatIsSynchronised() throws Exception {
    int time = freePort();
    start("server", freePort(), "local stratum 5", "port " + time, "allow 127.0.0.1");
    Chrony client =
        start(
            "client",
            freePort(),
            "port 0",
            "server 127.0.0.1 port " + time + " iburst minpoll -4 maxpoll -4");
    ClockReading reading = await(client, is -> is.status() == Status.SYNCHRONISED);
    assertThat(reading.boundNanos()).isBetween(1L, 1_000_000_000L);
    assertThat(reading.driftPpb()).isGreaterThanOrEqualTo(1_000);
  }

  @Test
  void doesNotBelieveOneThatKeepsTimeByItself() throws Exception {
    Chrony alone = start("alone", freePort(), "port 0", "local stratum 5");
    ClockReading reading = await(alone, is -> true);
    assertThat(reading.status()).isEqualTo(Status.FREE_RUNNING);
  }

  @Test
  void doesNotBelieveOneThatHasNoSource() throws Exception {
    Chrony lost = start("lost", freePort(), "port 0");
    assertThat(await(lost, is -> true).status()).isEqualTo(Status.FREE_RUNNING);
  }

  private Chrony start(String name, int commands, String... lines) throws IOException {
    Path configuration = folder.resolve(name + ".conf");
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("cmdport " + commands);
    all.add("bindaddress 127.0.0.1");
    all.add("bindcmdaddress 127.0.0.1");
    all.add("bindcmdaddress /"); // no socket in /run
    all.add("pidfile " + folder.resolve(name + ".pid"));
    Files.write(configuration, all);
    String user = System.getProperty("user.name");
    daemons.add(
        new ProcessBuilder(chronyd(), "-x", "-U", "-d", "-u", user, "-f", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
    return new Chrony(commands);
  }

  /** The first reading that is as wanted; the daemon takes a moment to start. */
  private ClockReading await(Chrony chrony, Predicate<ClockReading> wanted) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      ClockReading reading = chrony.read(System.nanoTime());
      if (reading != null && wanted.test(reading)) {
        return reading;
      }
      Thread.yield();
    }
    throw new AssertionError(logs());
  }

  private String logs() throws IOException {
    StringBuilder all = new StringBuilder("chronyd has not answered as wanted\n");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(log));
      }
    }
    return all.toString();
  }

  private static String chronyd() {
    List<String> folders = new ArrayList<>(List.of("/usr/sbin", "/usr/local/sbin"));
    folders.addAll(List.of(System.getenv("PATH").split(":")));
    for (String place : folders) {
      Path program = Path.of(place, "chronyd");
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    assumeTrue(false, "chronyd is not installed");
    throw new AssertionError();
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
