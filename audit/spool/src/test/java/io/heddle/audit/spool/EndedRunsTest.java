package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.SEGMENT;
import static io.heddle.audit.spool.Fixture.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.ended.EndedRuns;
import io.heddle.audit.spool.ended.GivenUpRun;
import io.heddle.audit.spool.home.ArchiverPresence;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with runs that ended and that nobody archives. */
class EndedRunsTest {
  @TempDir Path home;
  private EndedRuns ended;

  @BeforeEach
  void lookAtTheHome() {
    ended = new EndedRuns(home);
  }

  @Test
  void isContentWithAHomeThatDoesNotExist() throws IOException {
    EndedRuns none = new EndedRuns(home.resolve("none"));
    none.removeUnused();
    assertThat(none.sizeBytes()).isZero();
    assertThat(none.giveUpBeyond(0)).isEmpty();
  }

  @Test
  void removesWhatRecordedNothingAndKeepsTheRest() throws IOException {
    run("a", 1, 0, true);
    run("a", 2, 1, true);
    run("b", 3, 0, false);
    ended.removeUnused();
    assertThat(SpoolDirectory.logs(home.resolve("spool")))
        .extracting(SpoolLog::boot)
        .as("the one in which auditing was off is evidence")
        .containsExactly(2L, 3L);
  }

  @Test
  void leavesARunThatLivesAlone() throws IOException {
    try (SpoolWriter alive = open("a", 1)) {
      ended.removeUnused();
      assertThat(ended.giveUpBeyond(0)).isEmpty();
      assertThat(ended.sizeBytes()).isZero();
      assertThat(alive.append(operation("acme"))).isTrue();
    }
  }

  @Test
  void givesUpTheOldestOnWhateverNodeUntilTheRestFits() throws IOException {
    run("b", 1, 3, true);
    run("a", 2, 1, true);
    run("a", 3, 2, true);
    assertThat(ended.sizeBytes()).isEqualTo(3 * SEGMENT);
    assertThat(ended.giveUpBeyond(3 * SEGMENT)).isEmpty();
    assertThat(ended.giveUpBeyond(2 * SEGMENT)).containsExactly(new GivenUpRun("b", 1, 3, SEGMENT));
    assertThat(ended.giveUpBeyond(SEGMENT - 1))
        .containsExactly(new GivenUpRun("a", 2, 1, SEGMENT), new GivenUpRun("a", 3, 2, SEGMENT));
    assertThat(ended.sizeBytes()).isZero();
  }

  @Test
  void leavesAllToAnArchiverThatIsAtWork() throws IOException {
    run("a", 1, 1, true);
    Path lock = ArchiverPresence.lock(home);
    Files.createDirectories(lock.getParent());
    try (FileChannel archiver =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = archiver.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(ended.giveUpBeyond(0)).isEmpty();
    }
    assertThat(ended.giveUpBeyond(0)).as("it stopped").hasSize(1);
  }

  @Test
  void leavesUnusedRunsToAnArchiverThatMayKnowThem() throws IOException {
    run("a", 1, 0, true);
    Files.createDirectories(ArchiverPresence.lock(home).getParent());
    Files.createFile(ArchiverPresence.lock(home));
    ended.removeUnused();
    assertThat(ended.sizeBytes()).isPositive();
  }

  @Test
  void removesWhatAJvmMovedAwayAndCouldNotDelete() throws IOException {
    run("a", 1, 0, true);
    Path run = SpoolDirectory.logs(home.resolve("spool")).get(0).path();
    Files.move(run, run.resolveSibling(run.getFileName() + ".unused"));
    ended.removeUnused();
    assertThat(run.getParent()).isEmptyDirectory();
  }

  private void run(String node, long boot, int operations, boolean enabled) throws IOException {
    try (SpoolWriter writer = open(node, boot)) {
      writer.note("AUDIT_STARTED", "{\"revision\":0,\"enabled\":" + enabled + "}");
      for (int i = 0; i < operations; i++) {
        writer.append(operation("acme"));
      }
    }
  }

  private SpoolWriter open(String node, long boot) throws IOException {
    SpoolOptions options =
        new SpoolOptions(
            home.resolve("spool"), node, boot, "orders", "0.1.0", 4L * SEGMENT, SEGMENT);
    return SpoolWriter.open(options, SegmentFiles.onDisk(), () -> NOW, "test", 4711);
  }
}
