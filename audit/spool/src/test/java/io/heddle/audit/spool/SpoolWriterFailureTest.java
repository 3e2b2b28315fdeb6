package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.options;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk, the memory or the captured operation is not what it should be. */
@Timeout(60)
class SpoolWriterFailureTest {
  @TempDir Path root;
  private final FailingDisk files = new FailingDisk();

  @Test
  void recoversFromAnErrorWhileTheNextSegmentIsMade() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), files, () -> NOW, "test", 4711)) {
      files.error = new OutOfMemoryError("Cannot reserve direct buffer memory");
      SegmentPreparer preparer = new SegmentPreparer(other(), files, writer);
      preparer.attempt();
      assertThat(preparer.obstacle()).isEqualTo(LossReason.IO_ERROR);
      assertThat(preparer.take()).isNull();

      files.error = null;
      preparer.attempt();
      assertThat(preparer.take()).isNotNull();
    }
  }

  @Test
  void aFirstSegmentThatCannotBeMadeLeavesNothingInTheWayOfTheNextTry() throws IOException {
    files.failure = FailingDisk.FULL;
    assertThatThrownBy(() -> SpoolWriter.open(options(root), files, () -> NOW, "test", 4711))
        .isSameAs(FailingDisk.FULL);
    assertThat(SpoolDirectory.logs(root)).isEmpty();

    files.failure = null;
    try (SpoolWriter writer = SpoolWriter.open(options(root), files, () -> NOW, "test", 4711)) {
      assertThat(writer.append(operation("t"))).isTrue();
    }
    assertThat(readAll(root)).hasSize(2);
  }

  @Test
  void anOperationThatCannotBeReadIsCountedAndToldAndNothingElseIsLost() throws IOException {
    CapturedOperation broken =
        (CapturedOperation)
            Proxy.newProxyInstance(
                CapturedOperation.class.getClassLoader(),
                new Class<?>[] {CapturedOperation.class},
                (proxy, method, arguments) -> {
                  throw new UncheckedIOException(new IOException("broken"));
                });
    try (SpoolWriter writer = SpoolWriter.open(options(root), files, () -> NOW, "test", 4711)) {
      assertThat(writer.append(broken)).isFalse();
      assertThat(writer.append(operation("next"))).isTrue();
      assertThat(writer.lost(LossReason.FAILED)).isEqualTo(1);
    }
    assertThat(readAll(root))
        .anyMatch(r -> r instanceof OperationRecord o && o.tenant().equals("next"))
        .contains(new LossRecord(3, NOW, 1, LossReason.FAILED));
  }

  @Test
  void aTextThatIsNoUtf8IsCutAllTheSame() throws IOException {
    byte[] continuations = new byte[2 * SpoolFormat.MAX_STATEMENT_BYTES];
    Arrays.fill(continuations, (byte) 0x80);
    assertThat(SpoolFormat.fit(continuations, 512)).isZero();
  }

  @Test
  void aLockFileThatWasRemovedIsPutBack() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      SpoolLog log = Fixture.log(root);
      Files.delete(log.path().resolve(SpoolDirectory.LOCK));
      while (!log.isWriterAlive()) {
        Thread.onSpinWait();
      }
      assertThat(writer.append(operation("t"))).isTrue();
    }
  }

  @Test
  void aRemovedFolderIsMadeAgainWithTheLockHeld() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      // Moved away, because a folder that is emptied file by file may get a new one meanwhile.
      Files.move(Fixture.log(root).path(), root.resolve("removed"));
      while (writer.lost(LossReason.UNLINKED) == 0) {
        Thread.onSpinWait();
      }
      assertThat(Fixture.log(root).isWriterAlive()).isTrue();
      assertThat(writer.append(operation("kept"))).isTrue();
    }
    assertThat(readAll(root))
        .anyMatch(r -> r instanceof OperationRecord o && o.tenant().equals("kept"))
        .anyMatch(r -> r instanceof LossRecord l && l.reason() == LossReason.UNLINKED);
  }

  /** Only what was in the segment in use was counted, and 298 writes were missing against one. */
  @Test
  void countsWhatWasInFullSegmentsOfARemovedFolderAsWell() throws IOException {
    int written = 0;
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      while (writer.active().index() < 3) {
        written += writer.append(operation("lost")) ? 1 : 0;
      }
      Files.move(Fixture.log(root).path(), root.resolve("removed"));
      while (writer.lost(LossReason.UNLINKED) == 0) {
        Thread.onSpinWait();
      }
      // With the boot record, and what a busy machine lost meanwhile.
      assertThat(writer.lost(LossReason.UNLINKED))
          .isBetween(written + 1L, writer.statistics().records());
    }
  }

  @Test
  void doesNotCountWhatAnArchiverHasRemovedBefore() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), files, () -> NOW, "test", 4711)) {
      while (writer.active().index() < 2) {
        writer.preparer().attempt();
        writer.append(operation("t"));
      }
      long firstOfThird = writer.active().firstSeq();
      long written = writer.statistics().records();
      Files.delete(SpoolDirectory.segment(writer.directory(), 0));
      Files.delete(SpoolDirectory.segment(writer.directory(), 1));
      writer.preparer().attempt();
      Files.move(writer.directory(), root.resolve("removed"));
      writer.preparer().attempt();
      assertThat(writer.lost(LossReason.UNLINKED)).isEqualTo(written - firstOfThird + 1);
    }
  }

  @Test
  void noticesThatTheSegmentInUseWasCut() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      writer.append(operation("lost"));
      try (FileChannel channel =
          FileChannel.open(writer.active().path(), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      while (writer.active().index() == 0) {
        Thread.onSpinWait();
      }
      assertThat(writer.append(operation("kept"))).isTrue();
    }
    assertThat(readAll(root))
        .anyMatch(r -> r instanceof OperationRecord o && o.tenant().equals("kept"))
        .anyMatch(r -> r instanceof LossRecord l && l.reason() == LossReason.UNLINKED);
  }

  /** One record in a quarter of a million was lost so while the disk was busy. */
  @Test
  void waitsForAThreadThatTakesLongToBeginTheNextSegment() throws Exception {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      Segment next = writer.preparer().take();
      while (next == null) {
        Thread.onSpinWait();
        next = writer.preparer().take();
      }
      FutureTask<Boolean> filling = new FutureTask<>(() -> fillUntilTheNext(writer));
      new Thread(filling, "filling").start();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(120));
      assertThat(filling.isDone()).isFalse();
      writer.preparer().putBack(next);
      assertThat(filling.get()).isTrue();
      assertThat(writer.statistics().lost()).isZero();
    }
  }

  private static boolean fillUntilTheNext(SpoolWriter writer) {
    boolean all = true;
    while (writer.active().index() == 0) {
      all &= writer.append(operation("t"));
    }
    return all;
  }

  @Test
  void anInterruptOfTheBackgroundThreadStopsNothing() throws Exception {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("heddle-spool")) {
          thread.interrupt();
        }
      }
      for (int written = 0; written < 4 * Fixture.SEGMENT / 100; ) {
        written += writer.append(operation("t")) ? 1 : 0;
      }
    }
    assertThat(SpoolDirectory.segments(Fixture.log(root).path())).hasSizeGreaterThan(3);
  }

  @Test
  void anOrderlyCloseLeavesNoUnusedSegment() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      while (SpoolDirectory.segments(writer.directory()).size() < 2) {
        Thread.onSpinWait();
      }
    }
    assertThat(SpoolDirectory.segments(Fixture.log(root).path())).containsExactly(0L);
  }

  private SpoolOptions other() {
    return new SpoolOptions(root, "other", 2, "s", "v", 1 << 30, Fixture.SEGMENT);
  }
}
