package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Segments changed in ways a disk, a copy or a person may change them: bits, runs, moved, doubled
 * and exchanged blocks, and frames whose content is noise under a good checksum. Each round is
 * decided by its seed, which a failure names.
 */
@Timeout(120)
class SpoolReaderFuzzTest {
  private static final int ROUNDS = 150;

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsAndInventsNothing(long family) throws IOException {
    Path segment = write();
    byte[] whole = Files.readAllBytes(segment);
    Set<SpoolRecord> good = new HashSet<>(Fixture.readAll(root));
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(family * 1_000_003 + round);
      byte[] bytes = whole.clone();
      boolean resealed = false;
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        resealed |= change(bytes, random);
      }
      Files.write(segment, bytes);
      try {
        List<SpoolRecord> found = Fixture.readAll(root);
        Set<Long> seqs = new HashSet<>();
        for (SpoolRecord record : found) {
          if (!(record instanceof Damage) && !resealed) {
            assertThat(good).as("family %d round %d", family, round).contains(record);
            assertThat(seqs.add(seq(record))).as("family %d round %d", family, round).isTrue();
          }
        }
      } catch (SpoolFormatException otherVersion) {
        assertThat(resealed).as("family %d round %d", family, round).isTrue();
      }
    }
  }

  private Path write() throws IOException {
    Random random = new Random(7);
    try (SpoolWriter writer =
        SpoolWriter.open(Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "test", 4711)) {
      for (int i = 0; i < 60; i++) {
        String statement = "s".repeat(random.nextInt(600));
        writer.append(Fixture.operation("tenant-" + i, "ü".repeat(i), statement, "", i));
      }
    }
    return SpoolDirectory.segment(Fixture.log(root).path(), 0);
  }

  /** Changes something; whether it made a good checksum for what it made up. */
  private static boolean change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length / 2);
    int size = 1 + random.nextInt(1 << random.nextInt(12));
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = at; i < at + size; i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      case 2 -> Arrays.fill(bytes, at, at + size, (byte) 0);
      case 3 -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length / 2), size);
      case 4 -> {
        int from = at & -8;
        System.arraycopy(bytes, from, bytes, from + 8 * (1 + random.nextInt(9)), size);
      }
      default -> {
        return noiseInAFrame(bytes, random);
      }
    }
    return false;
  }

  private static boolean noiseInAFrame(byte[] bytes, Random random) {
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = SpoolFormat.HEADER_BYTES;
    for (int skip = random.nextInt(40); skip > 0; skip--) {
      int length = view.getInt(at);
      if (length < SpoolFormat.FRAME_PAYLOAD || length > SpoolFormat.MAX_FRAME_BYTES) {
        return false;
      }
      at += SpoolFormat.aligned(length);
    }
    int length = view.getInt(at);
    if (length <= SpoolFormat.FRAME_PAYLOAD || length > SpoolFormat.MAX_FRAME_BYTES) {
      return false;
    }
    bytes[at + SpoolFormat.FRAME_TYPE] = (byte) random.nextInt(8);
    for (int i = at + SpoolFormat.FRAME_PAYLOAD; i < at + length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, 4);
    crc.update(bytes, at + SpoolFormat.FRAME_SEQ, length - SpoolFormat.FRAME_SEQ);
    view.putInt(at + SpoolFormat.FRAME_CRC, (int) crc.getValue());
    return true;
  }

  private static long seq(SpoolRecord record) {
    if (record instanceof SpoolRecord.OperationRecord operation) {
      return operation.seq();
    }
    return ((SpoolRecord.BootRecord) record).seq();
  }
}
