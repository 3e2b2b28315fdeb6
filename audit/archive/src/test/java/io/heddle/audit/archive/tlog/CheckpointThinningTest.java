package io.heddle.audit.archive.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointThinningTest {
  private static final LocalDate BUSY = LocalDate.of(2026, 11, 21);

  @TempDir Path folder;

  private SigningKey key;
  private SigningKey other;

  @BeforeEach
  void makeKeys() throws Exception {
    key = SigningKey.generate("log");
    other = SigningKey.generate("log");
  }

  @Test
  void aMinuteKeepsOneAndADayItsEndsAndRotations() throws Exception {
    write(BUSY, 10_000, 4_321);
    write(BUSY.plusDays(1), 3, -1);
    CheckpointThinning thinning = new CheckpointThinning(folder);
    assertThat(thinning.countBefore(BUSY)).isZero();
    long removable = thinning.countBefore(BUSY.plusDays(1));
    thinning.thinBefore(BUSY.plusDays(1));

    List<Long> kept = sizes(BUSY);
    assertThat(kept).isSorted().contains(1L, 10_000L, 4_322L);
    assertThat(kept).hasSizeBetween(1_200, CheckpointThinning.MOST_A_DAY + 2);
    assertThat(10_000 - kept.size()).isEqualTo((int) removable);
    assertThat(thinning.countBefore(BUSY.plusDays(9))).as("a second time").isZero();
    assertThat(sizes(BUSY.plusDays(1))).as("the day that is being written").hasSize(3);
  }

  @Test
  void theNewestThatWasCosignedStays() throws Exception {
    write(BUSY, 5_000, -1);
    write(BUSY.plusDays(1), 1, -1);
    SignedNote cosigned = CheckpointFiles.read(day(BUSY)).notes().get(77);
    new CheckpointFiles(folder).publishCosigned(cosigned);
    new CheckpointThinning(folder).thinBefore(BUSY.plusDays(1));
    assertThat(sizes(BUSY)).contains(78L);
  }

  @Test
  void aDayThatEndsInSomethingElseIsLeftToVerification() throws Exception {
    write(BUSY, 5_000, -1);
    write(BUSY.plusDays(1), 1, -1);
    Files.writeString(day(BUSY), Files.readString(day(BUSY)) + "torn");
    assertThat(new CheckpointThinning(folder).countBefore(BUSY.plusDays(1))).isZero();
  }

  private void write(LocalDate day, int count, int rotated) throws Exception {
    Files.createDirectories(day(day).getParent());
    StringBuilder notes = new StringBuilder();
    // Nobody verifies them here, and to sign each takes its time.
    List<SignedNote.Line> one = SignedNote.sign("text\n", List.of(key)).signatures();
    List<SignedNote.Line> two = SignedNote.sign("text\n", List.of(key, other)).signatures();
    for (int i = 0; i < count; i++) {
      String text = new Checkpoint("log", i + 1, new byte[32]).text();
      notes.append(new SignedNote(text, i == rotated ? two : one));
    }
    Files.writeString(day(day), notes);
  }

  private List<Long> sizes(LocalDate day) throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (SignedNote note : CheckpointFiles.read(day(day)).notes()) {
      sizes.add(Checkpoint.parse(note.text()).size());
    }
    return sizes;
  }

  private Path day(LocalDate day) {
    return folder.resolve("checkpoints").resolve(day.toString());
  }
}
