package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked of an archive whose disk is truly full, a few bytes each, and asked again later.
 */
class FullArchiveIT {
  private static final SpooledRuns RUNS = new SpooledRuns(2, 40);

  private static final String[] HOLD = {
    "audit", "hold", "add", "--tenant", "tenant-1", "--reason", "case 7"
  };
  private static final String[] ROTATE = {"audit", "keys", "rotate"};

  @TempDir Path folder;

  @Test
  void saysThatTheDiskIsFullLosesNothingAndWorksWhenItIsMended() throws Exception {
    try (SpoolDisk disk = DiskFault.TRULY_FULL.in(folder)) {
      Path home = Files.createDirectories(disk.path().resolve("heddle"));
      RUNS.write(home);
      ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
      succeeds(archive, "audit", "stats");
      disk.breakDown();
      for (String[] command : List.of(HOLD, ROTATE)) {
        try (Jvm refused = archive.run(command)) {
          assertThat(refused.awaitExit()).as("%s", refused.describe()).isEqualTo(1);
          assertThat(String.join("\n", refused.stderr()))
              .as("%s", refused.describe())
              .containsIgnoringCase("full")
              .contains(home.toString())
              .doesNotContain("\tat ");
        }
      }
      disk.mend();
      succeeds(archive, ROTATE);
      try (Jvm hold = archive.run(HOLD)) {
        // It may have been noted before the disk was found to be full: then it stands.
        if (hold.awaitExit() != 0) {
          assertThat(hold.stderr()).anyMatch(line -> line.contains("stands already"));
        }
      }
      succeeds(archive, "audit", "verify");
      assertThat(RUNS.problemsAfterRecovery(home, null)).isEmpty();
    }
  }

  private static void succeeds(ArchiveReader archive, String... command) throws Exception {
    try (Jvm done = archive.run(command)) {
      assertThat(done.awaitExit()).as("%s", done.describe()).isZero();
    }
  }
}
