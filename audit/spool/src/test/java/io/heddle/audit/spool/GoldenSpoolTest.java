package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of format version 1, fixed for good: {@code spool-v1.bin} is the used part of a
 * segment, {@code spool-v1.txt} what it says. A writer that makes other bytes needs a new version
 * and new files; these stay, because there are spools like them.
 *
 * <p>{@code -Dheddle.generate=true} writes both anew.
 */
class GoldenSpoolTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/heddle/audit/spool");

  @TempDir Path root;

  @Test
  void todaysWriterMakesTheseBytes() throws IOException {
    byte[] made = write();
    if (Boolean.getBoolean("heddle.generate")) {
      Files.createDirectories(RESOURCES);
      Files.write(RESOURCES.resolve("spool-v1.bin"), made);
      Files.writeString(RESOURCES.resolve("spool-v1.txt"), text());
    }
    assertThat(made).isEqualTo(resource("spool-v1.bin"));
  }

  @Test
  void todaysReaderUnderstandsThem() throws IOException {
    Path folder = SpoolDirectory.directoryOf(root, "node-1", 0xb007L);
    Files.createDirectories(folder);
    byte[] segment = Arrays.copyOf(resource("spool-v1.bin"), Fixture.SEGMENT);
    Files.write(SpoolDirectory.segment(folder, 0), segment);

    assertThat(text()).isEqualTo(new String(resource("spool-v1.txt"), UTF_8));
  }

  /** One of each kind, with texts that are empty, not ASCII, and too long. */
  private byte[] write() throws IOException {
    int used;
    try (SpoolWriter writer =
        SpoolWriter.open(
            Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "OpenJDK 17", 4711)) {
      writer.append(
          new Fixture.Sample("tenant-1", "orders", "INSERT INTO orders VALUES (?)", "", 1));
      writer.append(new Fixture.Sample("mandant-ü", "", "SELECT '…' /* 🧵 */", "23505", -1));
      String longTarget = "x".repeat(SpoolFormat.MAX_TEXT_BYTES - 1) + "ü";
      writer.append(new Fixture.Sample("", longTarget, "", "", Long.MAX_VALUE));
      writer.appendOutcome(77, 3, 4, Outcome.COMMITTED, NOW + 1);
      writer.appendOutcome(78, 0, Integer.MAX_VALUE, Outcome.ROLLED_BACK, NOW + 2);
      for (LossReason reason : LossReason.values()) {
        if (reason != LossReason.CLOSED) {
          writer.lost(reason, 1L << 40 | reason.code());
        }
      }
      writer.shuttingDown();
      used = SpoolFormat.HEADER_BYTES + (int) writer.statistics().bytes();
    }
    Path segment = SpoolDirectory.segment(Fixture.log(root).path(), 0);
    return Arrays.copyOf(Files.readAllBytes(segment), used);
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (SpoolRecord record : readAll(root)) {
      text.append(record).append('\n');
    }
    return text.toString();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream bytes = GoldenSpoolTest.class.getResourceAsStream(name)) {
      return bytes.readAllBytes();
    }
  }
}
