package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.faults.CommitRun.Commit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is wrong with the disk: what cannot be recorded is not committed. */
class FailClosedIT {
  /** All ways to commit, some times each, by both threads. */
  private static final int SOME = 80;

  private static final String WAYS = "COMMIT,SWITCH,STATEMENT,AUTO_COMMIT";
  private static final long SECOND = Duration.ofSeconds(1).toNanos() / 1_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void refusesEveryCommitWithinASecondUntilTheDiskIsMended(DiskFault fault) throws Exception {
    try (SpoolDisk disk = fault.in(folder);
        CommitRun run = CommitRun.start(disk, "fail-closed", WAYS, folder)) {
      run.await(true, SOME);
      disk.breakDown();
      run.await(false, SOME);
      if (disk.isMendedWhileInUse()) {
        disk.mend();
        run.await(true, SOME);
        assertThat(run.counter("heddle_audit_refused_commits_total"))
            .isEqualTo(run.writes(false).size());
      }
      run.stop();
      if (!disk.isMendedWhileInUse()) {
        disk.mend();
      }
      refusedInTime(run.commits());
      assertThat(run.inDatabase()).as("what PostgreSQL has").isEqualTo(run.writes(true));
      isRecorded(fault, run);
    }
  }

  private static void refusedInTime(List<Commit> commits) {
    List<Commit> refused = commits.stream().filter(commit -> !commit.isCommitted()).toList();
    assertThat(refused)
        .hasSizeGreaterThanOrEqualTo(SOME)
        .allSatisfy(
            commit ->
                assertThat(commit.rest())
                    .contains(" 58030 The audit refused this ", "its policy is fail-closed")
                    .contains("/heddle/spool/"));
    assertThat(refused)
        .filteredOn(commit -> commit.micros() >= SECOND)
        .as("took longer than a second")
        .isEmpty();
    for (String way : WAYS.split(",")) {
      assertThat(refused).as(way).anyMatch(commit -> commit.rest().startsWith(way + " "));
    }
  }

  private static void isRecorded(DiskFault fault, CommitRun run) throws Exception {
    run.resolve();
    Account account = run.account();
    assertThat(account.falsehoods()).isEmpty();
    Told told = Told.by(run.archive());
    if (fault == DiskFault.TRULY_READ_ONLY) {
      // What came after the fault could be told to nobody; there are no outcomes, but records.
      assertThat(account.forgotten()).as("committed, and not recorded").isEmpty();
      return;
    }
    long refused = run.writes(false).size();
    if (fault == DiskFault.REMOVED) {
      // What was recorded before is gone, and what was noted until it was noticed.
      assertThat(told.refused()).isPositive().isLessThanOrEqualTo(refused);
      return;
    }
    assertThat(told.refused()).as("refused, as the audit says").isEqualTo(refused);
    assertThat(account.forgotten()).as("committed, and not recorded").isEmpty();
    assertThat(account.undecided()).as("committed, and not known to be").isEmpty();
  }
}
