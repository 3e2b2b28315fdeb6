package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bytes of format version 1, fixed for good: {@code spool-v1.bin} is the used part of a
 * segment, {@code spool-v1.txt} what it says; {@code spool-v1-extras} is one whose operations have
 * extras, {@code spool-v1-note} one of notes. A writer that makes other bytes needs a new version
 * and new files; these stay, because there are spools like them.
 *
 * <p>{@code -Dheddle.generate=true} writes them anew.
 */
class GoldenSpoolTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/heddle/audit/spool");

  @TempDir Path root;

  /** A segment that is kept. */
  private enum Golden {
    V1("spool-v1") {
      /** One of each kind, with texts that are empty, not ASCII, and too long. */
      @Override
      void write(SpoolWriter writer) {
        writer.append(operation("tenant-1", "orders", "INSERT INTO orders VALUES (?)", "", 1));
        writer.append(operation("mandant-ü", "", "SELECT '…' /* 🧵 */", "23505", -1));
        String longTarget = "x".repeat(SpoolFormat.MAX_TEXT_BYTES - 1) + "ü";
        writer.append(operation("", longTarget, "", "", Long.MAX_VALUE));
        writer.appendOutcome(77, 3, 4, Outcome.COMMITTED, NOW + 1);
        writer.appendOutcome(78, 0, Integer.MAX_VALUE, Outcome.ROLLED_BACK, NOW + 2);
        for (LossReason reason : LossReason.values()) {
          if (reason != LossReason.CLOSED) {
            writer.lost(reason, 1L << 40 | reason.code());
          }
        }
        writer.shuttingDown();
      }
    },
    EXTRAS("spool-v1-extras") {
      /** Every field that this version knows, one that it does not, and none. */
      @Override
      void write(SpoolWriter writer) {
        byte[] digest = new byte[PayloadDigest.DIGEST_BYTES];
        Arrays.fill(digest, (byte) 0xab);
        ClockInterval interval =
            new ClockInterval(ClockInterval.Status.SYNCHRONISED, 250, 0xffff_ffffL);
        byte[] block = {};
        block =
            OperationExtras.with(
                block,
                OperationExtras.PAYLOAD_DIGEST,
                new PayloadDigest(true, 1L << 40, digest).value());
        block = OperationExtras.with(block, OperationExtras.CLOCK_INTERVAL, interval.value());
        block =
            OperationExtras.with(block, OperationExtras.ACTOR_SOURCE, "jwt.sub".getBytes(UTF_8));
        writer.append(operation("tenant-1").with(block));
        writer.append(operation("tenant-1").with(OperationExtras.with(block, 255, new byte[300])));
        writer.append(operation("tenant-1"));
      }
    },
    NOTES("spool-v1-note") {
      /** With texts that are empty, not ASCII, and too long. */
      @Override
      void write(SpoolWriter writer) {
        writer.note("AUDIT_STARTED", "{\"revision\":0}");
        writer.note(NOW - 1, "POLICY_CHANGED", "{\"owner\":\"jürgen 🧵\"}");
        writer.note(
            Long.MAX_VALUE,
            "W".repeat(SpoolFormat.MAX_TEXT_BYTES + 1),
            "x".repeat(SpoolFormat.MAX_STATEMENT_BYTES - 1) + "ü");
        writer.note("", "");
      }
    };

    private final String file;

    Golden(String file) {
      this.file = file;
    }

    abstract void write(SpoolWriter writer);

    byte[] bytes() throws IOException {
      return resource(file + ".bin");
    }

    String text() throws IOException {
      return new String(resource(file + ".txt"), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void todaysWriterMakesTheseBytes(Golden golden) throws IOException {
    byte[] made = write(golden);
    if (Boolean.getBoolean("heddle.generate")) {
      Files.createDirectories(RESOURCES);
      Files.write(RESOURCES.resolve(golden.file + ".bin"), made);
      Files.writeString(RESOURCES.resolve(golden.file + ".txt"), text());
    }
    assertThat(made).isEqualTo(golden.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void todaysReaderUnderstandsThem(Golden golden) throws IOException {
    Path folder = SpoolDirectory.directoryOf(root, "node-1", 0xb007L);
    Files.createDirectories(folder);
    byte[] segment = Arrays.copyOf(golden.bytes(), Fixture.SEGMENT);
    Files.write(SpoolDirectory.segment(folder, 0), segment);

    assertThat(text()).isEqualTo(golden.text());
  }

  private byte[] write(Golden golden) throws IOException {
    int used;
    try (SpoolWriter writer =
        SpoolWriter.open(
            Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "OpenJDK 17", 4711)) {
      golden.write(writer);
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
