package io.heddle.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.verify.VerifiedState;
import io.heddle.it.faults.DiskTrace.Entry;
import io.heddle.it.faults.FaultyMachine.Errno;
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
import java.util.function.Consumer;
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

  /** What was on the disk, and what was asked of it. */
  private record Recording(List<DiskFolder.Found> before, List<Entry> diary) {}

  private static Recording sound;
  private static Recording failing;

  @BeforeAll
  static void archive() throws Exception {
    sound = archive("sound", machine -> {});
    failing = archive("failing", machine -> machine.failSyncs(Errno.EIO, 9, 3));
  }

  private static Recording archive(String name, Consumer<FaultyMachine> fault) throws Exception {
    Path home = Files.createDirectories(folder.resolve(name)).toRealPath();
    RUNS.write(home);
    FaultyMachine machine =
        FaultyMachine.of(home, Files.createDirectories(folder.resolve(name + "-machine")));
    List<DiskFolder.Found> before = DiskFolder.look(home);
    for (boolean isKilled : new boolean[] {true, false}) {
      fault.accept(machine);
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
    List<Entry> diary = DiskTrace.read(machine.trace());
    // What the diary says must be what has happened.
    DiskFolder disk = DiskFolder.of(before, false, new Random(SEED));
    diary.forEach(disk::apply);
    if (machine.failures() == 0) {
      for (String file : List.of("archive/hot.db", "archive/tlog/checkpoint", "keys/ledger.key")) {
        assertThat(disk.read(file)).as(file).isEqualTo(Files.readAllBytes(home.resolve(file)));
      }
    }
    return new Recording(before, diary);
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
    assertThat(lose(sound, false)).isEmpty();
  }

  /**
   * Syncs fail before, as Linux lets them: what was to be synced is on the disk or not, readers see
   * it all the same, and the next sync succeeds.
   */
  @Test
  void losesNothingIfSyncsHaveFailedBefore() throws Exception {
    assertThat(failing.diary)
        .extracting(Entry::kind)
        .as("the syncs failed")
        .contains(DiskTrace.Kind.SYNC_FAILED);
    assertThat(lose(failing, false)).isEmpty();
  }

  /**
   * The same on a disk that only says that it syncs: were nothing found there, nothing would be.
   */
  @Test
  void findsADiskThatLies() throws Exception {
    assertThat(lose(sound, true)).isNotEmpty();
  }

  private static List<String> lose(Recording recording, boolean isLying) throws Exception {
    Random random = new Random(SEED);
    List<Entry> diary = recording.diary;
    DiskFolder disk = DiskFolder.of(recording.before, isLying, random);
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
