package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.options;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path root;

  @Test
  void readsBackEveryKindOfRecord() throws IOException {
    try (SpoolWriter writer = open(SegmentFiles.onDisk())) {
      writer.append(Fixture.operation("tenant-ü", "", "SELECT '…'", "23505", -1));
      writer.appendOutcome(77, 0, 4, Outcome.COMMITTED, NOW + 5);
      writer.lost(LossReason.NOT_OPEN, 9);
      writer.shuttingDown();
    }

    assertThat(readAll(root))
        .containsExactly(
            new BootRecord(1, NOW, "node-1", "orders", "0.1.0", "test", 4711),
            new OperationRecord(
                2,
                Layer.JDBC,
                OperationType.CREATE,
                Outcome.PENDING,
                "tenant-ü",
                "alice",
                0x0102030405060708L,
                -2,
                Long.MIN_VALUE,
                NOW,
                1_234,
                "",
                "SELECT '…'",
                -1,
                599,
                "23505",
                77,
                3,
                false,
                OperationExtras.NONE),
            new OutcomeRecord(3, NOW + 5, 77, 0, 4, Outcome.COMMITTED),
            new LossRecord(4, NOW, 9, LossReason.NOT_OPEN),
            new CloseRecord(5, NOW));
  }

  @Test
  void cutsALongTextBetweenCharactersAndSaysSo() throws IOException {
    String longText = "x".repeat(SpoolFormat.MAX_STATEMENT_BYTES - 1) + "ü" + "y".repeat(100_000);
    try (SpoolWriter writer = open(SegmentFiles.onDisk())) {
      assertThat(writer.append(Fixture.operation("t", "o", longText, "", 1))).isTrue();
      assertThat(writer.append(operation("next"))).isTrue();
    }

    OperationRecord cut = (OperationRecord) readAll(root).get(1);
    assertThat(cut.isTruncated()).isTrue();
    assertThat(cut.statement()).isEqualTo("x".repeat(SpoolFormat.MAX_STATEMENT_BYTES - 1));
    OperationRecord next = (OperationRecord) readAll(root).get(2);
    assertThat(next.isTruncated()).isFalse();
  }

  @Test
  void keepsExtrasAsTheyCame() throws IOException {
    byte[] odd = {99, 2, 0, 7, 8, 5}; // an unknown tag, and a byte that is no field
    byte[] sound = OperationExtras.with(new byte[0], 99, new byte[] {7, 8});
    try (SpoolWriter writer = open(SegmentFiles.onDisk())) {
      writer.append(operation("odd").with(odd));
      writer.append(operation("sound").with(sound));
      writer.append(operation("none"));
    }

    List<SpoolRecord> records = readAll(root);
    OperationRecord first = (OperationRecord) records.get(1);
    assertThat(first.extras()).isEqualTo(OperationExtras.of(sound));
    assertThat(first.isTruncated()).as("what is no field is left out").isTrue();
    assertThat(((OperationRecord) records.get(2)).extras()).isEqualTo(OperationExtras.of(sound));
    assertThat(((OperationRecord) records.get(3)).extras()).isSameAs(OperationExtras.NONE);
  }

  @Test
  void hasRoomForExtrasBesideTheLongestTextsAndLeavesOutWholeFieldsBeyond() throws IOException {
    String longest = "x".repeat(SpoolFormat.MAX_STATEMENT_BYTES);
    String text = longest.substring(0, SpoolFormat.MAX_TEXT_BYTES);
    byte[] one = OperationExtras.with(new byte[0], 1, new byte[OperationExtras.ROOM_BYTES - 3]);
    byte[] two = OperationExtras.with(one, 2, new byte[0]);
    try (SpoolWriter writer = open(SegmentFiles.onDisk())) {
      SampleOperation full = operation(text, text, longest, text, 1).by(text, text);
      assertThat(writer.append(full.with(one))).isTrue();
      assertThat(writer.append(full.with(two))).isTrue();
    }

    OperationRecord fits = (OperationRecord) readAll(root).get(1);
    assertThat(fits.isTruncated()).isFalse();
    assertThat(fits.extras()).isEqualTo(OperationExtras.of(one));
    OperationRecord cut = (OperationRecord) readAll(root).get(2);
    assertThat(cut.isTruncated()).isTrue();
    assertThat(cut.extras()).isEqualTo(OperationExtras.of(one));
  }

  @Test
  void goesOnInTheNextSegmentWithoutAGap() throws IOException {
    int count = 3 * Fixture.SEGMENT / 100;
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      for (int i = 0; i < count; ) {
        i += writer.append(operation("t" + i)) ? 1 : 0; // the next segment may not be ready yet
      }
    }

    List<SpoolRecord> records = readAll(root);
    List<String> tenants = new ArrayList<>();
    for (SpoolRecord record : records) {
      assertThat(record).isNotInstanceOf(Damage.class);
      if (record instanceof OperationRecord operation) {
        tenants.add(operation.tenant());
      }
    }
    assertThat(tenants).hasSize(count).doesNotHaveDuplicates().startsWith("t0", "t1");
    assertThat(SpoolDirectory.segments(Fixture.log(root).path())).hasSizeGreaterThan(3);
  }

  @Test
  void beginsWithASmallFileAndDoublesItWhileItIsUsed() throws IOException {
    SpoolOptions growing =
        new SpoolOptions(root, "n", 1, "s", "v", 64L << 20, 4 * Fixture.SEGMENT, Fixture.SEGMENT);
    try (SpoolWriter writer =
        SpoolWriter.open(growing, SegmentFiles.onDisk(), () -> NOW, "jvm", 1)) {
      for (int made = 0; made < 5; made++) {
        writer.preparer().attempt();
        while (writer.preparer().isReady()) {
          assertThat(writer.append(operation("a"))).isTrue();
        }
      }
    }

    List<Long> sizes = new ArrayList<>();
    for (long index : SpoolDirectory.segments(growing.directory())) {
      sizes.add(Files.size(SpoolDirectory.segment(growing.directory(), index)));
    }
    long one = Fixture.SEGMENT;
    assertThat(sizes).containsExactly(one, 2 * one, 4 * one, 4 * one, 4 * one, 4 * one);
    assertThat(readAll(root)).noneMatch(Damage.class::isInstance);
  }

  @Test
  void manyThreadsLoseNothingAndShareOneSequence() throws Exception {
    int threads = 4;
    int each = 5_000;
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t + "-";
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < each; ) {
                    i += writer.append(operation(name + i)) ? 1 : 0;
                  }
                });
        thread.start();
        running.add(thread);
      }
      for (Thread thread : running) {
        thread.join();
      }
    }

    List<SpoolRecord> records = readAll(root);
    long expected = 1;
    List<String> tenants = new ArrayList<>();
    for (SpoolRecord record : records) {
      if (record instanceof OperationRecord operation) {
        assertThat(operation.seq()).isEqualTo(expected);
        tenants.add(operation.tenant());
      } else {
        assertThat(record).isNotInstanceOf(Damage.class);
      }
      expected++;
    }
    assertThat(tenants).hasSize(threads * each).doesNotHaveDuplicates();
  }

  @Test
  void aReaderFollowsALiveWriterFromWhereAnotherStopped() throws IOException {
    try (SpoolWriter writer = open(SegmentFiles.onDisk());
        SpoolReader reader = SpoolReader.open(Fixture.log(root), SpoolPosition.START)) {
      assertThat(reader.next()).isInstanceOf(BootRecord.class);
      assertThat(reader.next()).isNull();
      writer.append(operation("a"));
      assertThat(reader.next()).isInstanceOf(OperationRecord.class);
      assertThat(reader.isExhausted()).isFalse();
      writer.append(operation("b"));

      List<SpoolRecord> rest = SpoolContents.of(Fixture.log(root), reader.position());
      assertThat(rest).hasSize(1);
      assertThat(((OperationRecord) rest.get(0)).tenant()).isEqualTo("b");
    }
  }

  @Test
  void anEndedLogIsExhaustedAndCanBeDeleted() throws IOException {
    SpoolWriter writer = open(SegmentFiles.onDisk());
    writer.append(operation("a"));
    SpoolLog log = Fixture.log(root);
    assertThat(log.isWriterAlive()).isTrue();
    writer.close();
    writer.close();
    assertThat(log.isWriterAlive()).isFalse();
    assertThat(writer.append(operation("late"))).isFalse();
    assertThat(writer.lost(LossReason.CLOSED)).isEqualTo(1);

    try (SpoolReader reader = SpoolReader.open(log, SpoolPosition.START)) {
      while (reader.next() != null) {
        assertThat(reader.isExhausted()).isFalse();
      }
      assertThat(reader.isExhausted()).isTrue();
    }
    log.delete();
    assertThat(SpoolDirectory.logs(root)).isEmpty();
  }

  @Test
  void removesOnlySegmentsThatLieBeforeThePosition() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW);
        SpoolReader reader = SpoolReader.open(Fixture.log(root), SpoolPosition.START)) {
      while (writer.active().index() < 2) {
        writer.append(operation("t"));
      }
      while (reader.next() != null) {
        assertThat(reader.position().nextSeq()).isPositive();
      }
      assertThat(reader.deleteSegmentsBefore(reader.position())).isEqualTo(2);
      assertThat(writer.append(operation("after"))).isTrue();
      SpoolRecord next = reader.next();
      while (next instanceof SpoolRecord.LossRecord) {
        next = reader.next(); // the loop above may have been faster than the next segment
      }
      assertThat(next).isInstanceOf(OperationRecord.class);
    }
  }

  @Test
  void aFullBudgetLosesCountsAndTellsOnceThereIsRoom() throws IOException {
    SpoolOptions small =
        new SpoolOptions(root, "n", 1, "s", "v", 2L * Fixture.SEGMENT, Fixture.SEGMENT);
    try (SpoolWriter writer = SpoolWriter.open(small, () -> NOW)) {
      while (writer.lost(LossReason.BUDGET) < 3) {
        writer.append(operation("t"));
      }
      long recorded = writer.statistics().records();
      assertThat(writer.statistics().diskBytes()).isLessThanOrEqualTo(small.maxBytes());
      try (SpoolReader reader = SpoolReader.open(Fixture.log(root), SpoolPosition.START)) {
        long told = toldBy(reader);
        reader.deleteSegmentsBefore(reader.position());
        while (!writer.append(operation("again"))) {
          Thread.onSpinWait();
        }
        writer.arrears().pay();
        told += toldBy(reader);
        assertThat(told).isEqualTo(writer.statistics().lost());
      }
      assertThat(recorded).isPositive();
    }
  }

  @Test
  void aFullDiskIsAReasonOfItsOwn() throws IOException {
    FailingDisk files = new FailingDisk();
    try (SpoolWriter writer = SpoolWriter.open(options(root), files, () -> NOW, "test", 4711)) {
      files.failure = FailingDisk.FULL;
      SegmentPreparer preparer = new SegmentPreparer(other(), files, writer);
      preparer.attempt();
      assertThat(preparer.obstacle()).isEqualTo(LossReason.DISK_FULL);
      files.failure = new IOException("Input/output error");
      preparer.attempt();
      assertThat(preparer.obstacle()).isEqualTo(LossReason.IO_ERROR);
      files.failure = null;
      preparer.attempt();
      assertThat(preparer.take()).isNotNull();
      preparer.close();
    }
  }

  @Test
  void noticesThatTheSegmentInUseWasRemoved() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(options(root), () -> NOW)) {
      writer.append(operation("lost"));
      Files.delete(writer.active().path());
      while (writer.lost(LossReason.UNLINKED) == 0) {
        Thread.onSpinWait();
      }
      assertThat(writer.append(operation("kept"))).isTrue();
      writer.arrears().pay();
    }
    assertThat(readAll(root))
        .anyMatch(r -> r instanceof OperationRecord o && o.tenant().equals("kept"))
        .anyMatch(r -> r instanceof LossRecord l && l.reason() == LossReason.UNLINKED)
        .anyMatch(r -> r instanceof Damage d && d.firstSeq() == 1 && d.lastSeq() == 2);
  }

  @Test
  void twoWritersNeverShareARun() throws IOException {
    try (SpoolWriter writer = open(SegmentFiles.onDisk())) {
      assertThat(writer.directory()).isDirectory();
      assertThatThrownBy(() -> open(SegmentFiles.onDisk()))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  private static long toldBy(SpoolReader reader) throws IOException {
    long told = 0;
    for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
      told += record instanceof LossRecord loss ? loss.count() : 0;
    }
    return told;
  }

  private SpoolWriter open(SegmentFiles files) throws IOException {
    return SpoolWriter.open(options(root), files, () -> NOW, "test", 4711);
  }

  private SpoolOptions other() {
    return new SpoolOptions(root, "other", 2, "s", "v", 1 << 30, Fixture.SEGMENT);
  }
}
