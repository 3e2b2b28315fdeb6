package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Whatever is wrong with the disk: unless the policy says fail-closed the application goes on, and
 * of what is missing afterwards nothing is untold.
 */
class FailOpenIT {
  private static final int SOME = 80;

  /** More than one segment holds. */
  private static final int MANY = 500;

  /** What is in the spool of a run besides operations: its beginning, its end, notes. */
  private static final int OTHER_RECORDS = 20;

  @TempDir Path folder;

  /** With auto-commit each write is one record: so what is lost can be held against the count. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"REMOVED", "SYNC_FAILS", "TRULY_READ_ONLY"})
  void countsExactlyWhatIsLostAndGoesOn(DiskFault fault) throws Exception {
    try (SpoolDisk disk = fault.in(folder);
        CommitRun run = CommitRun.start(disk, "async", "AUTO_COMMIT", folder)) {
      run.await(true, SOME);
      disk.breakDown();
      run.awaitCounter("heddle_audit_records_lost_total", SOME);
      disk.mend();
      run.awaitCounter(
          "heddle_audit_records_total", run.counter("heddle_audit_records_total") + SOME);
      long lost = run.counter("heddle_audit_records_lost_total");
      run.stop();

      assertThat(run.writes(false)).as("what the application was refused").isEmpty();
      assertThat(run.inDatabase()).isEqualTo(run.writes(true));
      Account account = run.account();
      assertThat(account.falsehoods()).isEmpty();
      assertThat(account.undecided()).isEmpty();
      assertThat(account.forgotten()).hasSize((int) lost);
      Told told = Told.by(run.archive());
      assertThat(told.losses()).isEqualTo(lost);
      assertThat(told.missing()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC_FAILS", "READ_ONLY", "FULL", "TRULY_FULL"})
  void goesOnWithoutWhatSyncPromisesAndSaysSo(DiskFault fault) throws Exception {
    try (SpoolDisk disk = fault.in(folder);
        CommitRun run = CommitRun.start(disk, "sync", "COMMIT,AUTO_COMMIT", folder)) {
      run.await(true, SOME);
      disk.breakDown();
      run.awaitCounter("heddle_audit_sync_failures_total", SOME);
      disk.mend();
      run.awaitCounter("heddle_audit_syncs_total", run.counter("heddle_audit_syncs_total") + SOME);
      long lost = run.counter("heddle_audit_records_lost_total");
      long notDurable = run.counter("heddle_audit_sync_failures_total");
      run.stop();

      assertThat(run.writes(false)).as("what the application was refused").isEmpty();
      assertThat(run.inDatabase()).isEqualTo(run.writes(true));
      run.resolve();
      Account account = run.account();
      assertThat(account.falsehoods()).isEmpty();
      Told told = Told.by(run.archive());
      assertThat(told.wentOn()).isEqualTo(notDurable);
      assertThat(told.losses()).isEqualTo(lost);
      assertThat(told.missing()).isZero();
      // Of a write that is not there the outcome may be missing as well, which is a record too.
      int missing = account.forgotten().size();
      long outcomes = account.undecided().size() + told.resolved();
      assertThat(lost).isBetween(missing + outcomes, 2L * missing + outcomes);
    }
  }

  /** What was in the files that were removed is missing; nothing else, and all of it is told. */
  @ParameterizedTest
  @EnumSource
  void tellsEveryRecordOfASpoolThatWasRemoved(Promise promise) throws Exception {
    try (SpoolDisk disk = DiskFault.REMOVED.in(folder);
        CommitRun run = CommitRun.start(disk, promise.word(), "AUTO_COMMIT", folder)) {
      run.await(true, MANY);
      disk.breakDown();
      run.awaitCounter("heddle_audit_records_lost_total", MANY);
      disk.mend();
      run.awaitCounter(
          "heddle_audit_records_total", run.counter("heddle_audit_records_total") + SOME);
      long lost = run.counter("heddle_audit_records_lost_total");
      run.stop();

      assertThat(run.writes(false)).as("what the application was refused").isEmpty();
      assertThat(run.inDatabase()).isEqualTo(run.writes(true));
      run.resolve();
      Account account = run.account();
      assertThat(account.falsehoods()).isEmpty();
      int missing = account.forgotten().size() + account.undecided().size();
      Told told = Told.by(run.archive());
      assertThat(told.losses()).isEqualTo(lost);
      assertThat(told.missing()).as("and where they were, by their numbers").isPositive();
      assertThat(lost).isBetween((long) missing, (long) promise.records * missing + OTHER_RECORDS);
    }
  }

  /** Stores into memory that is mapped there may fail; then the application must not. */
  @ParameterizedTest
  @EnumSource
  void survivesAFileSystemThatTakesNothingMoreForGood(Promise promise) throws Exception {
    try (SpoolDisk disk = DiskFault.TRULY_READ_ONLY.in(folder);
        CommitRun run = CommitRun.start(disk, promise.word(), "COMMIT,AUTO_COMMIT", folder)) {
      run.await(true, SOME);
      Set<String> before = run.writes(true);
      disk.breakDown();
      run.awaitCounter("heddle_audit_records_lost_total", SOME);
      run.await(true, SOME);
      run.stop();
      disk.mend();

      assertThat(run.writes(false)).as("what the application was refused").isEmpty();
      assertThat(run.inDatabase()).isEqualTo(run.writes(true));
      run.resolve();
      Account account = run.account();
      assertThat(account.falsehoods()).isEmpty();
      if (promise == Promise.SYNC) {
        before.retainAll(account.forgotten());
        assertThat(before).as("durable, and not there").isEmpty();
      }
    }
  }

  /** How many records there are of a write that commits by itself. */
  private enum Promise {
    ASYNC(1),
    SYNC(3);

    private final int records;

    Promise(int records) {
      this.records = records;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
