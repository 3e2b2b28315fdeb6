package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.SpoolRecord.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool cut anywhere, with any byte changed, from another version, or of pure noise. */
class SpoolDamageTest {
  @TempDir Path root;
  private Path segment;
  private byte[] whole;
  private int used;
  private List<SpoolRecord> good;

  @BeforeEach
  void write() throws IOException {
    try (SpoolWriter writer =
        SpoolWriter.open(Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "test", 4711)) {
      for (int i = 0; i < 5; i++) {
        writer.append(operation("tenant-" + i));
      }
      writer.appendOutcome(77, 0, 5, Outcome.ROLLED_BACK, NOW);
      used = SpoolFormat.HEADER_BYTES + (int) writer.statistics().bytes();
    }
    segment = SpoolDirectory.segment(Fixture.log(root).path(), 0);
    whole = Files.readAllBytes(segment);
    good = readAll(root);
    assertThat(good).hasSize(7).noneMatch(Damage.class::isInstance);
  }

  @Test
  void cutAtEveryByteItReadsWhatIsLeftAndSaysThatItWasCut() throws IOException {
    for (int size = 0; size < used; size++) {
      Files.write(segment, Arrays.copyOf(whole, size));
      List<SpoolRecord> found = readAll(root);
      List<SpoolRecord> sound = found.stream().filter(r -> !(r instanceof Damage)).toList();
      assertThat(sound).as("cut to %d", size).isEqualTo(good.subList(0, sound.size()));
      assertThat(found).as("cut to %d", size).anyMatch(Damage.class::isInstance);
    }
  }

  @Test
  void everyChangedByteIsNoticedAndCostsOneRecordAtMost() throws IOException {
    for (int at = 0; at < used; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x41;
      if (isVersion(at) || isPadding(at)) {
        continue;
      }
      Files.write(segment, changed);
      List<SpoolRecord> found = readAll(root);
      List<SpoolRecord> sound = found.stream().filter(r -> !(r instanceof Damage)).toList();
      assertThat(good).as("byte %d", at).containsAll(sound);
      assertThat(sound).as("byte %d", at).hasSizeGreaterThanOrEqualTo(good.size() - 1);
      if (at < SpoolFormat.HEADER_BYTES || sound.size() < good.size()) {
        assertThat(found).as("byte %d", at).anyMatch(Damage.class::isInstance);
      } else {
        assertThat(sound).as("byte %d", at).isEqualTo(good);
      }
    }
  }

  @Test
  void refusesAnotherVersionAndSaysWhich() throws IOException {
    byte[] changed = whole.clone();
    ByteBuffer header = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(SpoolFormat.HEADER_VERSION, (short) 9);
    header.putInt(SpoolFormat.HEADER_CRC, 0);
    CRC32C crc = new CRC32C();
    crc.update(changed, 0, SpoolFormat.HEADER_BYTES);
    header.putInt(SpoolFormat.HEADER_CRC, (int) crc.getValue());
    Files.write(segment, changed);

    assertThatThrownBy(() -> readAll(root))
        .isInstanceOf(SpoolFormatException.class)
        .hasMessage(
            "spool segment 0 has format version 9, expected 1; archive it with the version of"
                + " Heddle that wrote it");
  }

  @Test
  void aRecordTornByTheDeathOfItsWriterIsPassedOver() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int second =
        SpoolFormat.HEADER_BYTES + SpoolFormat.aligned(bytes.getInt(SpoolFormat.HEADER_BYTES));
    bytes.putInt(second, -bytes.getInt(second));
    Files.write(segment, bytes.array());

    List<SpoolRecord> found = readAll(root);

    assertThat(found).hasSize(7).filteredOn(Damage.class::isInstance).hasSize(1);
    Damage torn = (Damage) found.get(1);
    assertThat(torn.firstSeq()).isEqualTo(2);
    assertThat(torn.lastSeq()).isEqualTo(2);
    assertThat(torn.reason()).isEqualTo("a record was never finished");
  }

  @Test
  void noiseNeverCrashesIt() throws IOException {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      byte[] noise = whole.clone();
      int from = random.nextInt(used);
      int size = random.nextInt(2_000);
      for (int i = from; i < Math.min(noise.length, from + size); i++) {
        noise[i] = (byte) random.nextInt();
      }
      Files.write(segment, noise);
      try {
        List<SpoolRecord> sound =
            readAll(root).stream().filter(r -> !(r instanceof Damage)).toList();
        assertThat(good).containsAll(sound);
      } catch (SpoolFormatException otherVersion) {
        assertThat(from).isLessThan(SpoolFormat.HEADER_BYTES);
      }
    }
  }

  @Test
  void aFileThatIsNotOursIsLeftAloneAndReported() throws IOException {
    Files.writeString(segment, "dear diary, ".repeat(200));

    assertThat(readAll(root)).isNotEmpty().allMatch(Damage.class::isInstance);
    assertThat(segment).exists();
  }

  private static boolean isVersion(int at) {
    return at == SpoolFormat.HEADER_VERSION || at == SpoolFormat.HEADER_VERSION + 1;
  }

  /** Padding belongs to no record: whatever stands there changes nothing. */
  private boolean isPadding(int at) {
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = SpoolFormat.HEADER_BYTES; frame < used; ) {
      int length = bytes.getInt(frame);
      if (at >= frame + length && at < frame + SpoolFormat.aligned(length)) {
        return true;
      }
      frame += SpoolFormat.aligned(length);
    }
    return false;
  }
}
