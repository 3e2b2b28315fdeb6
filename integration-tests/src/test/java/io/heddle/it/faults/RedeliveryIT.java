package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same files of a spool come again: from a backup, or from a volume that was put back. */
class RedeliveryIT {
  private static final SpooledRuns RUNS = new SpooledRuns(3, 60);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path home;
  private Path delivered;

  @BeforeEach
  void write() throws Exception {
    home = Files.createDirectories(folder.resolve("heddle"));
    RUNS.write(folder.resolve("written"));
    delivered = folder.resolve("written/spool/node");
  }

  @Test
  void archivesOnceWhatIsDeliveredThreeTimesWithTwoArchiversThere() throws Exception {
    try (Jvm first = startArchiver("first", 100_000)) {
      first.awaitErrorLine("ready: ");
      for (int i = 0; i < 3; i++) {
        deliver();
        try (Jvm second = startArchiver("second-" + i, 100_000)) {
          awaitArchived();
          assertThat(second.awaitExit())
              .as("there is one already: %s", second.describe())
              .isNotZero();
        }
      }
      assertThat(first.terminate().awaitExit()).as("%s", first.describe()).isZero();
    }
    assertThat(RUNS.problemsAfterRecovery(home, null)).isEmpty();
  }

  /** In a sealed segment as well as in the hot file: what was archived first stays. */
  @ParameterizedTest(name = "sealed at {0}")
  @ValueSource(ints = {100_000, 50})
  void raisesAnAlarmForAnotherContentAndKeepsTheFirst(int sealRecords) throws Exception {
    try (Jvm archiver = startArchiver("archiver", sealRecords)) {
      archiver.awaitErrorLine("ready: ");
      deliver();
      awaitArchived();
      SpoolFile changed = new SpoolFile(delivered.resolve(runs().get(1)), 0);
      changed.replace("stock SET quantity = quantity - ?", "stock SET quantity = quantity + ?");
      deliver();
      awaitArchived();
      archiver.awaitErrorLine("another content for a key that is taken: .*quantity \\+ ");
      deliver();
      awaitArchived();
      assertThat(archiver.terminate().awaitExit()).as("%s", archiver.describe()).isZero();
    }
    List<String> conflicts = run("audit", "events", "--kind", "conflict", "--format", "ndjson");
    assertThat(conflicts)
        .as("one for each time it came")
        .hasSize(2)
        .allMatch(line -> line.contains("quantity + "));
    assertThat(RUNS.problemsAfterRecovery(home, null)).isEmpty();
  }

  /** Whoever copies a file may give it another name: its records say themselves which they are. */
  @Test
  void archivesNothingOfAFileThatComesAgainUnderAnotherName() throws Exception {
    try (Jvm archiver = startArchiver("archiver", 100_000)) {
      archiver.awaitErrorLine("ready: ");
      deliver();
      awaitArchived();
      for (String run : runs()) {
        Path files = delivered.resolve(run);
        Files.move(
            files.resolve("0000000000000000.spool"), files.resolve("00000000000000aa.spool"));
      }
      deliver();
      awaitArchived();
      // And as if it were another run's.
      Files.move(delivered.resolve(runs().get(0)), delivered.resolve("0000000000000099"));
      deliver();
      awaitArchived();
      assertThat(archiver.terminate().awaitExit()).as("%s", archiver.describe()).isZero();
    }
    assertThat(run("audit", "events", "--kind", "damage", "--format", "ndjson"))
        .anyMatch(line -> line.contains("a sequence number stands twice"))
        .anyMatch(line -> line.contains("the segment belongs to run "));
    assertThat(RUNS.problemsAfterRecovery(home, null)).isEmpty();
  }

  private List<String> runs() {
    return list(delivered).stream().map(run -> run.getFileName().toString()).toList();
  }

  private List<String> run(String... arguments) throws Exception {
    try (Jvm command = ArchiveReader.of(Jdks.oldest(), home, folder).run(arguments)) {
      assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
      return command.stdout();
    }
  }

  private Jvm startArchiver(String name, int sealRecords) throws IOException {
    return Jvm.on(Jdks.oldest())
        .environment("HEDDLE_HOME", home.toString())
        .jar(Packaged.COMMAND)
        .arguments(
            "sidecar",
            "-D",
            "heddle.sidecar.port=0",
            "-D",
            "heddle.archive.poll=10ms",
            "-D",
            "heddle.archive.seal-records=" + sealRecords)
        .start(name, folder);
  }

  /** Puts a copy of each run's folder into the spool, whole, at once. */
  private void deliver() throws IOException {
    Path node = Files.createDirectories(home.resolve("spool/node"));
    for (Path run : list(delivered)) {
      Path copy = Files.createDirectories(folder.resolve("copy"));
      for (Path file : list(run)) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      Files.move(copy, node.resolve(run.getFileName()));
    }
  }

  private void awaitArchived() {
    Eventually.holds("it is archived", LONG, () -> list(home.resolve("spool/node")).isEmpty());
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
