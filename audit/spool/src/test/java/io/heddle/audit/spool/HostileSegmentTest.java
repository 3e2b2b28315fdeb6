package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.SEGMENT;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.UnknownRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that somebody meant to be taken for records. */
class HostileSegmentTest {
  @TempDir Path root;

  @Test
  void aRecordForgedInATextIsNotFoundWhenTheRecordAroundItIsTorn() throws IOException {
    int victim = write(forged(3));
    ByteBuffer bytes = bytes();
    bytes.putInt(victim, -bytes.getInt(victim));
    Files.write(segment(), bytes.array());

    assertThat(readAll(root)).noneMatch(CloseRecord.class::isInstance).hasSize(3);
  }

  @Test
  void aRecordForgedInATextIsNotFoundWhenTheRecordAroundItIsDamaged() throws IOException {
    int victim = write(forged(3));
    ByteBuffer bytes = bytes();
    bytes.put(victim + SpoolFormat.OPERATION_START, (byte) 1);
    Files.write(segment(), bytes.array());

    assertThat(readAll(root)).noneMatch(CloseRecord.class::isInstance).hasSize(3);
  }

  @Test
  void aForgedSequenceNumberOutOfReachIsNotBelieved() throws IOException {
    int victim = write(forged(1_000_000));
    ByteBuffer bytes = bytes();
    bytes.putInt(victim, 0x7fffffff); // no size to go by: every place is tried
    Files.write(segment(), bytes.array());

    List<SpoolRecord> found = readAll(root);
    assertThat(found).noneMatch(CloseRecord.class::isInstance);
    assertThat(found).last().isInstanceOf(OperationRecord.class);
  }

  @Test
  void theSegmentOfAnotherRunIsNotReadUnderThisOnesName() throws IOException {
    write("x");
    SpoolOptions theirs = new SpoolOptions(root, "other", 99, "s", "v", 1 << 20, SEGMENT);
    try (SpoolWriter writer =
        SpoolWriter.open(theirs, SegmentFiles.onDisk(), () -> NOW, "test", 4711)) {
      writer.append(operation("stranger"));
    }
    Files.copy(
        SpoolDirectory.segment(theirs.directory(), 0),
        SpoolDirectory.segment(Fixture.log(root).path(), 1));

    List<SpoolRecord> found = readAll(root);

    assertThat(found).filteredOn(OperationRecord.class::isInstance).hasSize(2);
    assertThat(found)
        .anyMatch(r -> r instanceof Damage d && d.reason().equals("the segment belongs to run 63"));
    assertThat(SpoolDirectory.segment(Fixture.log(root).path(), 1)).exists();
  }

  @Test
  void aTextThatClaimsToReachBeyondItsRecordIsNotRead() throws IOException {
    int victim = write("x");
    ByteBuffer bytes = bytes();
    bytes.putShort(victim + SpoolFormat.OPERATION_TEXTS, (short) 300);
    sign(bytes, victim, bytes.getInt(victim));
    Files.write(segment(), bytes.array());

    assertThat(readAll(root)).contains(new UnknownRecord(2, SpoolFormat.TYPE_OPERATION)).hasSize(3);
  }

  @Test
  void fieldsALaterVersionAddsAreSkipped() throws IOException {
    write("x");
    List<SpoolRecord> before = readAll(root);
    lengthen(SpoolFormat.HEADER_BYTES);

    assertThat(readAll(root)).isEqualTo(before);
  }

  @Test
  void whatALaterVersionAddsToAnOperationIsKeptWithItsExtras() throws IOException {
    int victim = write("x");
    SpoolRecord next = readAll(root).get(2);
    lengthen(victim);

    OperationRecord longer = (OperationRecord) readAll(root).get(1);
    assertThat(longer.statement()).isEqualTo("123456x");
    assertThat(longer.extras().bytes()).hasSizeGreaterThanOrEqualTo(64).containsOnly(7);
    assertThat(readAll(root).get(2)).isEqualTo(next);
  }

  /** Adds at least 64 bytes to the end of a frame of an unknown version, and moves the rest on. */
  private void lengthen(int victim) throws IOException {
    ByteBuffer bytes = bytes();
    int length = bytes.getInt(victim);
    int behind = victim + SpoolFormat.aligned(length);
    ByteBuffer rest = bytes.duplicate().position(behind).limit(behind + 1_024).slice();
    byte[] moved = new byte[1_024];
    rest.get(moved);
    bytes.put(behind + 64, moved);
    for (int at = victim + length; at < behind + 64; at++) {
      bytes.put(at, (byte) 7);
    }
    bytes.putInt(victim, behind + 64 - victim);
    bytes.put(victim + SpoolFormat.FRAME_VERSION, (byte) 99);
    sign(bytes, victim, behind + 64 - victim);
    Files.write(segment(), bytes.array());
  }

  @Test
  void removedSegmentsGiveTheirDiskBackWhileSomebodyHoldsThem() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(Fixture.options(root), () -> NOW)) {
      while (writer.active().index() < 2) {
        writer.append(operation("t"));
      }
      try (FileChannel held = FileChannel.open(segment(), StandardOpenOption.READ);
          SpoolReader reader = SpoolReader.open(Fixture.log(root), SpoolPosition.START)) {
        while (reader.next() != null) {
          assertThat(reader.position().nextSeq()).isPositive();
        }
        assertThat(reader.deleteSegmentsBefore(reader.position())).isPositive();
        assertThat(held.size()).isZero();
        assertThat(segment()).doesNotExist();
      }
    }
  }

  /** Writes BOOT, an operation with that statement, and one more; where the first one stands. */
  private int write(String statement) throws IOException {
    try (SpoolWriter writer =
        SpoolWriter.open(Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "test", 4711)) {
      // The fixed part, the texts before it and these six put the statement at a multiple of 8.
      writer.append(Fixture.operation("t", "or", "123456" + statement, "", 1));
      writer.append(operation("next"));
    }
    return SpoolFormat.HEADER_BYTES + SpoolFormat.aligned(bytes().getInt(SpoolFormat.HEADER_BYTES));
  }

  /** A CLOSE record as a text; every byte is below 0x80, so that UTF-8 leaves it as it is. */
  private static String forged(long seq) {
    for (long micros = 0; ; micros++) {
      ByteBuffer frame = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
      frame.putInt(0, 32).putLong(SpoolFormat.FRAME_SEQ, seq & 0x7f7f7f7f7f7f7f7fL);
      frame.put(SpoolFormat.FRAME_TYPE, (byte) SpoolFormat.TYPE_CLOSE);
      frame.putLong(SpoolFormat.FRAME_PAYLOAD, micros & 0x7f7f7f7fL);
      sign(frame, 0, 32);
      String text = new String(frame.array(), ISO_8859_1);
      if (text.chars().allMatch(c -> c < 0x80)) {
        return text;
      }
    }
  }

  private static void sign(ByteBuffer bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), at, 4);
    crc.update(bytes.array(), at + SpoolFormat.FRAME_SEQ, length - SpoolFormat.FRAME_SEQ);
    bytes.putInt(at + SpoolFormat.FRAME_CRC, (int) crc.getValue());
  }

  private Path segment() throws IOException {
    return SpoolDirectory.segment(Fixture.log(root).path(), 0);
  }

  private ByteBuffer bytes() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(segment())).order(ByteOrder.LITTLE_ENDIAN);
  }
}
