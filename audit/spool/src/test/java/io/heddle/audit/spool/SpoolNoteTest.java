package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written that is no operation must not get lost when operations do. */
@Timeout(60)
class SpoolNoteTest {
  @TempDir Path root;
  private final FailingDisk files = new FailingDisk();

  @Test
  void aNoteThatFindsNoRoomIsWrittenAsSoonAsThereIsSome() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(Fixture.options(root), files, () -> NOW, "t", 1)) {
      files.failure = FailingDisk.FULL;
      fill(writer);
      long lostBefore = writer.statistics().lost();
      assertThat(writer.note(NOW - 2, "FIRST", "{}")).isTrue();
      assertThat(writer.note(NOW - 1, "SECOND", "{}")).isTrue();
      assertThat(writer.statistics().lost()).isEqualTo(lostBefore);

      files.failure = null;
      writer.preparer().attempt();
    }
    List<SpoolRecord> records = readAll(root);
    List<String> notes =
        records.stream()
            .filter(NoteRecord.class::isInstance)
            .map(note -> ((NoteRecord) note).what() + " " + ((NoteRecord) note).epochMicros())
            .toList();
    assertThat(notes).containsExactly("FIRST " + (NOW - 2), "SECOND " + (NOW - 1));
    assertThat(records).anyMatch(LossRecord.class::isInstance);
  }

  @Test
  void aNoteThatWaitsIsWrittenBeforeTheOrderlyEnd() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(Fixture.options(root), files, () -> NOW, "t", 1)) {
      files.failure = FailingDisk.FULL;
      fill(writer);
      writer.note("WAITS", "{}");
      files.failure = null;
      writer.preparer().attempt();
      writer.shuttingDown();
    }
    List<Object> kinds = List.copyOf(readAll(root).stream().map(Object::getClass).toList());
    assertThat(kinds.indexOf(NoteRecord.class)).isBetween(0, kinds.indexOf(CloseRecord.class));
  }

  @Test
  void notesThatNobodyEverWritesHaveABoundAndAreCounted() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(Fixture.options(root), files, () -> NOW, "t", 1)) {
      files.failure = FailingDisk.FULL;
      fill(writer);
      int waiting = 0;
      while (writer.note("N", "{}")) {
        waiting++;
      }
      assertThat(waiting).isEqualTo(1_000);
    }
  }

  @Test
  void aClosedSpoolCountsANoteAsLost() throws IOException {
    SpoolWriter writer = SpoolWriter.open(Fixture.options(root), files, () -> NOW, "t", 1);
    writer.close();
    assertThat(writer.note("LATE", "{}")).isFalse();
    assertThat(writer.lost(LossReason.CLOSED)).isEqualTo(1);
  }

  /** Until not even the smallest record fits any more. */
  private static void fill(SpoolWriter writer) {
    while (writer.append(operation("t"))) {
      // The next one.
    }
  }
}
