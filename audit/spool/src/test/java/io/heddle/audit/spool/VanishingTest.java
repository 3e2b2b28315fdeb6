package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.home.ArchiverPresence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that recorded nothing is out of sight when it ends, and comes back if it must. */
class VanishingTest {
  private static final int OWN = 2;

  @TempDir Path home;
  private Path root;

  @BeforeEach
  void nameTheSpool() {
    root = home.resolve("spool");
  }

  @Test
  void isOutOfSightIfItRecordedNothing() throws IOException {
    SpoolWriter writer = open();
    writer.shuttingDown();
    writer.vanishIfUnused(OWN);
    assertThat(SpoolDirectory.logs(root)).isEmpty();
  }

  @Test
  void staysIfItRecordedSomething() throws IOException {
    SpoolWriter writer = open();
    writer.append(operation("acme"));
    writer.shuttingDown();
    writer.vanishIfUnused(OWN);
    assertThat(SpoolContents.of(root, OperationRecord.class)).hasSize(1);
    writer.close();
  }

  @Test
  void staysIfItLostSomething() throws IOException {
    SpoolWriter writer = open();
    writer.lost(LossReason.NOT_OPEN, 1);
    writer.vanishIfUnused(OWN);
    assertThat(SpoolDirectory.logs(root)).hasSize(1);
    writer.close();
  }

  @Test
  void staysWhereAnArchiverMayKnowOfIt() throws IOException {
    SpoolWriter writer = open();
    Files.createDirectories(ArchiverPresence.lock(home).getParent());
    Files.createFile(ArchiverPresence.lock(home));
    writer.vanishIfUnused(OWN);
    assertThat(SpoolDirectory.logs(root)).hasSize(1);
    writer.close();
  }

  @Test
  void comesBackForARecordAndGoesOnWithTheNextSegment() throws Exception {
    SpoolWriter writer = SpoolWriter.open(Fixture.options(root), () -> NOW);
    writer.shuttingDown();
    writer.vanishIfUnused(OWN);
    assertThat(writer.append(operation("acme"))).isTrue();
    int appended = 1;
    while (segments() < 3) {
      if (writer.append(operation("acme"))) {
        appended++;
      }
    }
    writer.close();
    assertThat(SpoolContents.of(root, OperationRecord.class)).hasSize(appended);
  }

  @Test
  void saysThatARecordIsLostIfTheFilesAreGone() throws IOException {
    SpoolWriter writer = open();
    writer.vanishIfUnused(OWN);
    delete(root);
    assertThat(writer.append(operation("acme"))).isFalse();
    assertThat(writer.lost(LossReason.CLOSED)).isEqualTo(1);
    assertThat(writer.append(operation("acme"))).isFalse();
  }

  private SpoolWriter open() throws IOException {
    return SpoolWriter.open(Fixture.options(root), SegmentFiles.onDisk(), () -> NOW, "test", 4711);
  }

  private int segments() throws IOException {
    List<SpoolLog> logs = SpoolDirectory.logs(root);
    return logs.isEmpty() ? 0 : SpoolDirectory.segments(logs.get(0).path()).size();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
