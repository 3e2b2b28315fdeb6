package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of pages says of a file what SQLite says, and falls over no file. */
class SealedFileTest {
  @TempDir private Path folder;
  private Path segment;

  /** Several levels of pages, and texts and bodies that go over many. */
  @BeforeEach
  void seal() throws Exception {
    Machine machine = new Machine(folder);
    Random random = new Random(3);
    try (SpoolWriter writer = machine.boot(-1);
        Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      for (int i = 1; i <= 4_000; i++) {
        String text = "é".repeat(random.nextInt(i % 100 == 0 ? 8_000 : 20)) + i;
        Machine.append(writer, any(i, text));
        if (i % 5 == 0) {
          Machine.append(writer, write("w", i, 0));
          while (!writer.appendOutcome(i, 0, 1, Outcome.COMMITTED, START)) {
            Thread.onSpinWait();
          }
        }
        if (i % 1_000 == 0) {
          archiver.drain();
          archiver.record(new LedgerEvent.Noted(i, "long", "n".repeat(3_900)));
        }
      }
      archiver.drain();
      archiver.seal();
    }
    segment = new ArchiveHome(folder).segment(1);
  }

  @Test
  void readsWhatSqliteReads() throws Exception {
    try (ArchiveFile ours = SealedFile.open(segment, "segment");
        ArchiveFile theirs = SqliteFile.hot(segment, "segment")) {
      assertThat(rows(ours)).hasSizeGreaterThan(5_600).isEqualTo(rows(theirs));
      assertThat(texts(ours)).isEqualTo(texts(theirs));
      assertThat(ours.logs()).isEqualTo(theirs.logs());
      assertThat(ours.spans()).isEqualTo(theirs.spans());
      assertThat(ours.incidents()).isEqualTo(theirs.incidents());
      assertThat(ours.hasLedger()).isTrue();
    }
  }

  @Test
  void fallsOverNoFileWhateverIsInIt() throws Exception {
    byte[] sound = Files.readAllBytes(segment);
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes =
          i % 4 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
      for (int flip = random.nextInt(200); flip >= 0 && bytes.length > 0; flip--) {
        // In the first pages and in every page's header it does most harm.
        int page = random.nextInt(1 + bytes.length / 4_096) * 4_096;
        int at = random.nextBoolean() ? page + random.nextInt(40) : random.nextInt(bytes.length);
        if (at >= 100 && at < bytes.length) {
          bytes[at] = (byte) random.nextInt(256);
        }
      }
      Files.write(segment, bytes);
      try (ArchiveFile file = SealedFile.open(segment, "segment")) {
        rows(file);
        texts(file);
        file.logs();
        file.spans();
        file.incidents();
      } catch (ArchiveException damaged) {
        assertThat(damaged.getMessage()).startsWith("segment cannot be read: ");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static SampleOperation any(int i, String text) {
    SampleOperation operation = request("t" + i % 9, START - i * 31L).saying("x", text, "");
    byte[] value = new byte[i % 500 == 0 ? 1_900 : i % 7];
    return i % 4 == 0
        ? operation.with(OperationExtras.with(new byte[0], 1 + i % 200, value))
        : operation;
  }

  private static List<String> rows(ArchiveFile file) throws ArchiveException {
    List<String> rows = new ArrayList<>();
    file.scan(
        new ArchiveFile.Sink() {
          @Override
          public void row(Row row) {
            rows.add(Arrays.toString(row.values) + HexFormat.of().formatHex(row.extra()));
          }

          @Override
          public void event(long log, long seq, byte[] body) {
            rows.add(log + "/" + seq + " " + HexFormat.of().formatHex(body));
          }
        });
    return rows;
  }

  private static Map<Long, String> texts(ArchiveFile file) throws ArchiveException {
    Map<Long, String> texts = new TreeMap<>();
    file.texts().forEach((id, utf8) -> texts.put(id, HexFormat.of().formatHex(utf8)));
    return texts;
  }
}
