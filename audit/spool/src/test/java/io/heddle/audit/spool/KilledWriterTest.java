package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What another process sees of a writer, alive and killed without a warning. */
@Timeout(120)
class KilledWriterTest {
  private static final int THREADS = 3;

  @TempDir Path root;

  @RepeatedTest(3)
  void whatWasAcceptedBeforeTheKillIsThere() throws Exception {
    Process child = child(Appending.class, root.toString());
    List<String> accepted = new ArrayList<>();
    try (BufferedReader lines = lines(child)) {
      for (int i = 0; i < 5_000; i++) {
        accepted.add(lines.readLine());
      }
      assertThat(Fixture.log(root).isWriterAlive()).isTrue();
      child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe
      // Whatever the pipe still holds was accepted too; its last line may be half a line.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) {
          accepted.add(line);
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(Fixture.log(root).isWriterAlive()).isFalse();
    List<SpoolRecord> records = readAll(root);
    Set<String> found = new HashSet<>();
    for (SpoolRecord record : records) {
      if (record instanceof OperationRecord operation) {
        assertThat(found.add(operation.tenant())).as(operation.tenant()).isTrue();
      }
    }
    assertThat(found).containsAll(accepted);
    // At most the record each thread was in the middle of is torn.
    assertThat(records.stream().filter(Damage.class::isInstance)).hasSizeLessThanOrEqualTo(THREADS);
  }

  @Test
  void askingInTheWritersOwnProcessDoesNotMakeItLookDeadToOthers() throws Exception {
    try (SpoolWriter writer =
        SpoolWriter.open(Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "test", 4711)) {
      SpoolLog log = Fixture.log(root);
      assertThat(log.isWriterAlive()).isTrue();
      assertThat(log.isWriterAlive()).isTrue();

      assertThat(answer(Asking.class, root.toString())).isEqualTo("alive");
      assertThat(writer.append(operation("t"))).isTrue();
    }
    assertThat(Fixture.log(root).isWriterAlive()).isFalse();
    assertThat(answer(Asking.class, root.toString())).isEqualTo("dead");
  }

  @Test
  void twoProcessesWriteBelowOneRoot() throws Exception {
    Process first = child(Appending.class, root.toString(), "1");
    Process second = child(Appending.class, root.toString(), "2");
    try (BufferedReader firstLines = lines(first);
        BufferedReader secondLines = lines(second)) {
      assertThat(firstLines.readLine()).endsWith(".");
      assertThat(secondLines.readLine()).endsWith(".");
      List<SpoolLog> logs = SpoolDirectory.logs(root);
      assertThat(logs).extracting(SpoolLog::boot).containsExactly(1L, 2L);
      for (SpoolLog log : logs) {
        assertThat(log.isWriterAlive()).isTrue();
        try (SpoolReader reader = SpoolReader.open(log, SpoolPosition.START)) {
          assertThat(reader.next()).isInstanceOf(BootRecord.class);
        }
      }
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  private static String answer(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process child = child(main, arguments);
    try (BufferedReader lines = lines(child)) {
      return lines.readLine();
    } finally {
      child.waitFor();
    }
  }

  private static Process child(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader lines(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Appends without end and prints what was accepted, a line each that ends with a dot. */
  static final class Appending {
    public static void main(String[] arguments) throws IOException {
      long boot = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0xb007L;
      SpoolOptions options =
          new SpoolOptions(
              Path.of(arguments[0]), "node-1", boot, "s", "v", 1L << 30, 4 * Fixture.SEGMENT);
      SpoolWriter writer = SpoolWriter.open(options, () -> NOW);
      for (int t = 0; t < THREADS; t++) {
        String name = "t" + t + "-";
        new Thread(
                () -> {
                  for (int i = 0; ; i++) {
                    String tenant = name + i + ".";
                    if (writer.append(operation(tenant))) {
                      System.out.println(tenant);
                    }
                  }
                })
            .start();
      }
    }
  }

  /** Prints whether the writer of the only log lives. */
  static final class Asking {
    public static void main(String[] arguments) throws IOException {
      System.out.println(Fixture.log(Path.of(arguments[0])).isWriterAlive() ? "alive" : "dead");
    }
  }
}
