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
 * The bytes of notes, fixed for good beside those of {@link GoldenSpoolTest}, whose version of the
 * format they belong to. {@code -Dheddle.generate=true} writes the files anew.
 */
class GoldenNoteTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/heddle/audit/spool");

  @TempDir Path root;

  @Test
  void todaysWriterMakesTheseBytes() throws IOException {
    byte[] made = write();
    if (Boolean.getBoolean("heddle.generate")) {
      Files.write(RESOURCES.resolve("spool-v1-note.bin"), made);
      Files.writeString(RESOURCES.resolve("spool-v1-note.txt"), text());
    }
    assertThat(made).isEqualTo(resource("spool-v1-note.bin"));
  }

  @Test
  void todaysReaderUnderstandsThem() throws IOException {
    Path folder = SpoolDirectory.directoryOf(root, "node-1", 0xb007L);
    Files.createDirectories(folder);
    byte[] segment = Arrays.copyOf(resource("spool-v1-note.bin"), Fixture.SEGMENT);
    Files.write(SpoolDirectory.segment(folder, 0), segment);

    assertThat(text()).isEqualTo(new String(resource("spool-v1-note.txt"), UTF_8));
  }

  /** With texts that are empty, not ASCII, and too long. */
  private byte[] write() throws IOException {
    int used;
    try (SpoolWriter writer =
        SpoolWriter.open(
            Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "OpenJDK 17", 4711)) {
      writer.note("AUDIT_STARTED", "{\"revision\":0}");
      writer.note(NOW - 1, "POLICY_CHANGED", "{\"owner\":\"jürgen 🧵\"}");
      writer.note(
          Long.MAX_VALUE,
          "W".repeat(SpoolFormat.MAX_TEXT_BYTES + 1),
          "x".repeat(SpoolFormat.MAX_STATEMENT_BYTES - 1) + "ü");
      writer.note("", "");
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
    try (InputStream bytes = GoldenNoteTest.class.getResourceAsStream(name)) {
      return bytes.readAllBytes();
    }
  }
}
