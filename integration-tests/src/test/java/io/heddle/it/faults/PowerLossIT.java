package io.heddle.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.verify.VerifiedState;
import io.heddle.it.faults.DiskTrace.Entry;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails while the packaged archiver is at work. What it asked of its files is on record;
 * from any beginning of that record any state that the disk may be in is made, and an archiver
 * started on it. {@code -Dheddle.powerlosses=N} says how many.
 */
class PowerLossIT {
  private static final int LOSSES = Integer.getInteger("heddle.powerlosses", 30);
  private static final long SEED = Long.getLong("heddle.powerlosses.seed", 4711);
  private static final SpooledRuns RUNS = new SpooledRuns(12, 60);

  @TempDir static Path folder;

  private static List<DiskFolder.Found> before;
  private static List<Entry> diary;

  @BeforeAll
  static void archive() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home")).toRealPath();
    RUNS.write(home);
    FaultyMachine machine = FaultyMachine.of(home, folder);
    before = DiskFolder.look(home);
    for (boolean isKilled : new boolean[] {true, false}) {
      try (Jvm sidecar = startArchiver(machine, home)) {
        Eventually.holds(
            "it has archived: " + sidecar.describe(),
            Duration.ofSeconds(60),
            () -> runsLeft(home) <= (isKilled ? RUNS.count() / 2 : 0));
        if (isKilled) {
          sidecar.kill();
        } else {
          assertThat(sidecar.terminate().awaitExit()).as(sidecar.describe()).isZero();
        }
      }
    }
    diary = DiskTrace.read(machine.trace());
    // What the diary says must be what has happened.
    DiskFolder disk = DiskFolder.of(before, false, new Random(SEED));
    diary.forEach(disk::apply);
    for (String name : List.of("archive/hot.db", "archive/tlog/checkpoint", "keys/ledger.key")) {
      assertThat(disk.read(name)).as(name).isEqualTo(Files.readAllBytes(home.resolve(name)));
    }
  }

  private static Jvm startArchiver(FaultyMachine machine, Path home) throws IOException {
    return machine
        .tracing(Jvm.on(Jdks.oldest()))
        .environment("HEDDLE_HOME", home.toString())
        .jar(Packaged.COMMAND)
        .arguments(
            "sidecar",
            "-D",
            "heddle.sidecar.port=0",
            "-D",
            "heddle.archive.poll=1ms",
            "-D",
            "heddle.archive.seal-records=400")
        .start("sidecar", folder);
  }

  private static int runsLeft(Path home) {
    try (Stream<Path> runs = Files.list(home.resolve("spool/node"))) {
      return (int) runs.count();
    } catch (IOException notYet) {
      return RUNS.count();
    }
  }

  @Test
  void losesNothingThatWasSpooledAndSignsNothingThatIsNotThere() throws Exception {
    assertThat(lose(false)).isEmpty();
  }

  /**
   * The same on a disk that only says that it syncs: were nothing found there, nothing would be.
   */
  @Test
  void findsADiskThatLies() throws Exception {
    assertThat(lose(true)).isNotEmpty();
  }

  private static List<String> lose(boolean isLying) throws Exception {
    Random random = new Random(SEED);
    DiskFolder disk = DiskFolder.of(before, isLying, random);
    List<String> problems = new ArrayList<>();
    VerifiedState signed = null;
    for (int i = 0; i < diary.size(); i++) {
      disk.apply(diary.get(i));
      if (diary.get(i).kind() == DiskTrace.Kind.RENAMED) {
        signed = published(disk);
      }
      // On average as many as were asked for, whatever the diary's size.
      while (random.nextDouble() * (diary.size() + LOSSES) < LOSSES
          && !(isLying && !problems.isEmpty())) {
        Path home = folder.resolve("lost");
        disk.writeAfterPowerLoss(home);
        for (String problem : RUNS.problemsAfterRecovery(home, signed)) {
          problems.add("after " + i + " of " + diary.size() + ": " + problem);
        }
        delete(home);
      }
    }
    return problems;
  }

  /** The checkpoint that anybody may have seen. */
  private static VerifiedState published(DiskFolder disk) {
    byte[] note = disk.read("archive/tlog/checkpoint");
    if (note == null) {
      return null;
    }
    String text = new String(note, UTF_8);
    return VerifiedState.parse(
        "heddle verified state 1\n" + text.substring(0, text.indexOf("\n\n") + 1));
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException failure)
              throws IOException {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
