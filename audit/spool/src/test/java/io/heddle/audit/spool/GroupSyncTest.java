package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.IntentRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link SpoolWriter#sync} promises, on a disk that does as the test says. */
@Timeout(60)
class GroupSyncTest {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(900);

  @TempDir Path root;
  private final Disk disk = new Disk();
  private SpoolWriter writer;

  @BeforeEach
  void open() throws IOException {
    writer = SpoolWriter.open(options(root), disk, () -> NOW, "test", 4711);
    writer.preparer().start();
  }

  @AfterEach
  void close() {
    disk.hang.forceTermination();
    writer.close();
  }

  @Test
  void makesTheFileAndAllNamesAboveItDurable() {
    awaitReadySegment(); // one made later would sync the same names, on its own thread
    long mark = writer.mark();
    writer.append(operation("t"));
    assertThat(writer.sync(mark, PATIENCE)).isNull();

    Path run = writer.directory();
    assertThat(disk.synced).contains(run.resolve("0000000000000000.spool"));
    assertThat(disk.syncedFolders)
        .startsWith(run, run.getParent(), root, root.getParent())
        .doesNotHaveDuplicates();
    assertThat(writer.syncTimes().waits()).isEqualTo(1);
  }

  @Test
  void syncsNothingUnlessSomebodyAsksForAMark() {
    fillSegment();
    fillSegment();
    assertThat(disk.synced).isEmpty();
    assertThat(disk.syncedFolders).isEmpty();
    assertThat(writer.syncTimes()).isNull();
  }

  @Test
  void syncsEverySegmentThatWasWrittenSinceTheLastTime() {
    long mark = writer.mark();
    fillSegment();
    fillSegment();
    disk.synced.clear();
    writer.append(operation("t"));
    assertThat(writer.sync(mark, PATIENCE)).isNull();
    assertThat(indices(disk.synced)).contains(0L, 1L, 2L);

    disk.synced.clear();
    assertThat(writer.sync(mark, PATIENCE)).isNull();
    assertThat(indices(disk.synced)).contains(2L).doesNotContain(0L, 1L);
  }

  @Test
  void aSegmentMadeWhileRecordsAreSyncedIsDurableBeforeItIsUsed() {
    writer.mark();
    fillSegment();
    fillSegment();
    Path active = writer.active().path();
    assertThat(disk.synced).contains(active);
  }

  @Test
  void neverSyncsAFileAgainThatFailedAndGoesOnInTheNext() {
    long before = writer.mark();
    writer.append(operation("t"));
    awaitReadySegment();
    disk.failure = new IOException("Input/output error");
    assertThat(writer.sync(before, PATIENCE)).isEqualTo(SyncFailure.IO_ERROR);
    disk.failure = null;
    disk.synced.clear();

    assertThat(writer.active().index()).isEqualTo(1);
    assertThat(writer.sync(before, PATIENCE))
        .as("a record of this transaction is in the file that failed")
        .isEqualTo(SyncFailure.GIVEN_UP);
    long after = writer.mark();
    writer.append(operation("t"));
    assertThat(writer.sync(after, PATIENCE)).isNull();
    assertThat(indices(disk.synced)).doesNotContain(0L);
    assertThat(writer.syncTimes().problem()).contains("Input/output error");
  }

  @Test
  void stillAnswersWhileThereIsNoSegmentToGoOnIn() {
    long mark = writer.mark();
    while (!writer.preparer().isReady()) {
      Thread.onSpinWait();
    }
    Segment next = writer.preparer().take();
    disk.failure = new IOException("Input/output error");
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.IO_ERROR);
    disk.failure = null;
    disk.synced.clear();
    long again = writer.mark();
    writer.append(operation("t"));
    FutureTask<SyncFailure> waiting = inThread(() -> writer.sync(again, PATIENCE));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    writer.preparer().putBack(next);

    assertThat(value(waiting))
        .as("it was written to the file that failed")
        .isIn(SyncFailure.IO_ERROR, SyncFailure.GIVEN_UP);
    long last = writer.mark();
    writer.append(operation("t"));
    assertThat(writer.sync(last, PATIENCE)).isNull();
    assertThat(indices(disk.synced)).doesNotContain(0L);
  }

  @Test
  void answersInTimeWhileTheDiskHangs() {
    long mark = writer.mark();
    assertThat(writer.sync(mark, PATIENCE)).isNull();
    disk.hang.register();
    long began = System.nanoTime();
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.TIMED_OUT);
    assertThat(System.nanoTime() - began).isBetween(PATIENCE, TimeUnit.SECONDS.toNanos(1));

    long next = System.nanoTime();
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.TIMED_OUT);
    assertThat(System.nanoTime() - next)
        .as("who comes later need not find out again")
        .isLessThan(PATIENCE / 2);

    disk.hang.arriveAndDeregister();
    while (writer.sync(mark, PATIENCE) != null) {
      Thread.onSpinWait();
    }
  }

  @Test
  void allWhoWaitWhileASyncRunsShareTheNext() {
    long mark = writer.mark();
    assertThat(writer.sync(mark, PATIENCE)).isNull();
    disk.hang.register();
    int threads = 16;
    List<FutureTask<SyncFailure>> waiting = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      waiting.add(
          inThread(
              () -> {
                writer.append(operation("t"));
                return writer.sync(mark, TimeUnit.SECONDS.toNanos(30));
              }));
    }
    while (writer.statistics().records() < threads + 1) {
      Thread.onSpinWait();
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    long before = writer.syncTimes().syncs();
    disk.hang.arriveAndDeregister();

    for (FutureTask<SyncFailure> one : waiting) {
      assertThat(value(one)).isNull();
    }
    assertThat(writer.syncTimes().syncs() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void aFileWithoutANameIsNotDurableAndTheWriterRecovers() throws IOException {
    long mark = writer.mark();
    writer.append(operation("t"));
    awaitReadySegment();
    Files.delete(writer.active().path());
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.REMOVED);
    while (writer.active().index() == 0) {
      Thread.onSpinWait();
    }
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.GIVEN_UP);
    long after = writer.mark();
    writer.append(operation("t"));
    assertThat(writer.sync(after, PATIENCE)).isNull();
  }

  @Test
  void whoeverLostARecordIsNotToldThatAllAreDurable() {
    long mark = writer.mark();
    writer.distrust();
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.GIVEN_UP);
    assertThat(writer.sync(writer.mark(), PATIENCE)).isNull();
  }

  @Test
  void anInterruptOfWhoeverWaitsIsKeptForLater() {
    long mark = writer.mark();
    Thread.currentThread().interrupt();
    assertThat(writer.sync(mark, PATIENCE)).isNull();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void afterItsEndNothingIsDurable() {
    long mark = writer.mark();
    writer.close();
    assertThat(writer.sync(mark, PATIENCE)).isEqualTo(SyncFailure.CLOSED);
  }

  @Test
  void anIntentSaysWhereToAsk() throws IOException {
    writer.appendIntent(7, 3, "postgresql://db/orders", "748");
    writer.close();
    assertThat(Fixture.readAll(root))
        .contains(new IntentRecord(2, NOW, 7, 3, "postgresql://db/orders", "748"));
  }

  private void fillSegment() {
    long index = writer.active().index();
    awaitReadySegment();
    while (writer.active().index() == index) {
      writer.append(operation("t"));
    }
  }

  private void awaitReadySegment() {
    while (!writer.preparer().isReady()) {
      writer.preparer().lookNow();
      Thread.onSpinWait();
    }
  }

  private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, "waiting").start();
    return task;
  }

  private static <T> T value(FutureTask<T> task) {
    try {
      return task.get();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static List<Long> indices(Iterable<Path> segments) {
    List<Long> indices = new ArrayList<>();
    for (Path segment : segments) {
      indices.add(Long.parseLong(segment.getFileName().toString().substring(0, 16), 16));
    }
    return indices;
  }

  /** A real disk that remembers what was synced, fails and hangs. */
  private static final class Disk implements SegmentFiles {
    private final SegmentFiles real = SegmentFiles.onDisk();
    private final ConcurrentLinkedQueue<Path> synced = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Path> syncedFolders = new ConcurrentLinkedQueue<>();

    /** Who has registered holds every sync. */
    private final Phaser hang = new Phaser();

    private volatile IOException failure;

    @Override
    public ByteBuffer create(Path path, int size) throws IOException {
      return real.create(path, size);
    }

    @Override
    public void force(Path path, ByteBuffer memory) throws IOException {
      if (hang.getRegisteredParties() > 0) {
        hang.awaitAdvance(hang.getPhase());
      }
      IOException now = failure;
      if (now != null) {
        throw now;
      }
      real.force(path, memory);
      synced.add(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      real.forceDirectory(directory);
      syncedFolders.add(directory);
    }

    @Override
    public boolean isWhole(Path path, int size) {
      return real.isWhole(path, size);
    }

    @Override
    public long sizeBytes(Path directory) throws IOException {
      return real.sizeBytes(directory);
    }
  }
}
