package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.command.HeddleRun;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar as a process: what it says, serves and leaves behind. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
class SidecarProcessTest {
  private static final Pattern READY = Pattern.compile("ready: .*(http://127\\.0\\.0\\.1:\\d+)/");

  @TempDir Path home;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void killWhatIsLeft() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void archivesWhatIsLeftWhenItIsToldToStop() throws Exception {
    // It rests for a day once it has looked: what is spooled then is only archived by draining.
    Process sidecar = sidecar("-D", "heddle.archive.poll=1d");
    String address = awaitLine(sidecar, READY).group(1);
    assertThat(body(address + "/healthz")).isEqualTo("ok\n");

    spool("acme", 1_000);
    sidecar.toHandle().destroy(); // Process.destroy would close its output as well

    assertThat(awaitLine(sidecar, Pattern.compile("closed: (\\d+) records .*, none left")).group(1))
        .isEqualTo("1000");
    assertThat(sidecar.waitFor()).isZero();
    try (ArchiveReader archive = new ArchiveReader(home)) {
      assertThat(archive.statistics(10).byTenant()).containsEntry("acme", 1_000L).hasSize(1);
    }
    assertThat(SidecarLock.holder(home)).isEmpty();
  }

  @Test
  void tellsWhatItArchived() throws Exception {
    spool("acme", 10);
    Process sidecar = sidecar("-D", "heddle.archive.poll=1ms");
    String address = awaitLine(sidecar, READY).group(1);

    String metrics = body(address + "/metrics");
    while (!metrics.contains("heddle_archive_records_total 10.0")) {
      metrics = body(address + "/metrics");
    }
    assertThat(metrics)
        .contains("heddle_archive_duplicates_total 0.0", "heddle_spool_losses_total 0.0")
        .contains("heddle_archive_last_record_age_seconds");
  }

  @Test
  void refusesAHomeThatHasASidecar() throws Exception {
    Process first = sidecar();
    awaitLine(first, READY);

    HeddleRun second = HeddleRun.of("sidecar", "--home=" + home, "-D", "heddle.sidecar.port=0");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err())
        .contains("already has a sidecar: pid " + first.pid() + " on http://127.0.0.1:")
        .contains("--wait");
  }

  @Test
  void takesOverFromOneItWaitedFor() throws Exception {
    Process first = sidecar();
    awaitLine(first, READY);
    Process second = sidecar("--wait");
    awaitLine(second, Pattern.compile("waiting: .* has a sidecar: pid " + first.pid()));

    first.destroyForcibly();

    assertThat(awaitLine(second, READY).group(1)).startsWith("http://");
  }

  @Test
  void leavesTheSpoolAloneWhereTheArchiveIsNotOurs() throws Exception {
    spool("acme", 1);
    Files.createDirectories(home.resolve("archive"));
    Files.writeString(home.resolve("archive/hot.db"), "something else entirely, and not SQLite's");

    HeddleRun run = HeddleRun.of("sidecar", "--home=" + home, "-D", "heddle.sidecar.port=0");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("heddle: ").contains("hot.db").doesNotContain("\tat ");
    assertThat(Files.walk(home.resolve("spool")).filter(Files::isRegularFile)).isNotEmpty();
  }

  private void spool(String tenant, int records) throws Exception {
    SpoolOptions options =
        new SpoolOptions(home.resolve("spool"), "node", 7, "orders", "1", 1L << 24, 1 << 20);
    long nowMicros = System.currentTimeMillis() * 1_000;
    try (SpoolWriter writer = SpoolWriter.open(options, () -> nowMicros)) {
      for (int i = 1; i <= records; i++) {
        SampleOperation insert = SampleOperation.insertBy(tenant).in(1, i, i).at(nowMicros, 1_000);
        assertThat(writer.append(insert)).isTrue();
      }
    }
  }

  private Process sidecar(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.heddle.command.Heddle",
                "sidecar",
                "--home=" + home,
                "-D",
                "heddle.sidecar.port=0"));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  private static Matcher awaitLine(Process process, Pattern pattern) throws Exception {
    BufferedReader lines = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("no line like " + pattern + " in:\n" + seen);
  }

  private static String body(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
