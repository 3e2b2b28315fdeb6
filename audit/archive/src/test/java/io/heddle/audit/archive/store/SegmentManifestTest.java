package io.heddle.audit.archive.store;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentManifestTest {
  /** A second a segment. */
  private static final long APART = 1_000_000;

  /** What may have become of the file. */
  private enum State {
    WRITTEN,
    MISSING,
    EMPTY,
    CUT,
    CHANGED,
    OF_OTHER_SEGMENTS
  }

  @TempDir private Path path;
  private Machine machine;
  private ArchiveHome home;

  /** Three segments of ten records, and five records in the hot file. */
  @BeforeEach
  void sealThree() throws Exception {
    machine = new Machine(path);
    home = new ArchiveHome(path);
    try (SpoolWriter writer = machine.boot(0xb007);
        Archiver archiver = machine.archiver(100, 1_000)) {
      for (int segment = 0; segment < 3; segment++) {
        for (int i = 0; i < 10; i++) {
          Machine.append(writer, request("a", START + segment * APART + i));
        }
        archiver.drain();
        archiver.seal();
      }
      for (int i = 0; i < 5; i++) {
        Machine.append(writer, request("a", START + 3 * APART + i));
      }
      archiver.drain();
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void tellsTheTruthWhateverBecameOfItsFile(State state) throws Exception {
    byte[] written = Files.readAllBytes(home.manifest());
    switch (state) {
      case WRITTEN -> {}
      case MISSING -> Files.delete(home.manifest());
      case EMPTY -> Files.write(home.manifest(), new byte[0]);
      case CUT -> Files.write(home.manifest(), List.of("heddle segments 1", "1 2 3"));
      case CHANGED ->
          Files.writeString(home.manifest(), new String(written).replace(" 10 ", " 11 "));
      case OF_OTHER_SEGMENTS -> {
        for (long number : home.segments()) {
          Files.setLastModifiedTime(home.segment(number), FileTime.fromMillis(number));
        }
      }
    }
    List<SegmentSummary> segments = SegmentManifest.read(home).segments();
    assertThat(segments).extracting(SegmentSummary::number).containsExactly(1L, 2L, 3L);
    assertThat(segments).extracting(SegmentSummary::records).containsExactly(10L, 10L, 10L);
    assertThat(segments)
        .extracting(SegmentSummary::lastMicros)
        .containsExactly(START + 9, START + APART + 9, START + 2 * APART + 9);
    assertThat(segments.get(1).keys())
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.boot()).isEqualTo(0xb007);
              assertThat(range.lastSeq() - range.firstSeq()).isEqualTo(9);
            });

    machine.archive();
    assertThat(ManifestText.read(Files.readString(home.manifest())).values())
        .as("written anew by the archiver")
        .containsExactlyElementsOf(segments);
  }

  @Test
  void readsBackNodesOfAnyName() {
    SegmentSummary segment =
        new SegmentSummary(
            7, 1, 2, 3, -4, 5, 6, 9, List.of(new KeyRange("a b:c,d\n%é", -1, 1, Long.MAX_VALUE)));
    assertThat(ManifestText.read(ManifestText.write(List.of(segment)))).containsValue(segment);
  }

  @Test
  void sparesAQuestionTheSegmentsOfOtherTimes() throws Exception {
    damage(1);
    assertThat(machine.answers(between(START + APART, START + 4 * APART))).hasSize(25);
    assertThatThrownBy(() -> machine.all())
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(home.segment(1).toString());
  }

  @Test
  void sparesARecordsNameTheSegmentsOfOtherRecords() throws Exception {
    ArchivedOperation last = machine.answers(between(START + 2 * APART, START + 3 * APART)).get(0);
    damage(1);
    damage(2);
    assertThat(machine.answers(AuditQuery.trace(last.id().toString()))).containsExactly(last);
  }

  @Test
  void leavesOutASegmentThatCannotBeReadAndStopsNoArchiver() throws Exception {
    damage(2);
    Files.delete(home.manifest());
    machine.archive();
    assertThat(ManifestText.read(Files.readString(home.manifest()))).containsOnlyKeys(1L, 3L);
  }

  /** Writes rubbish over a segment without anybody noticing from outside. */
  private void damage(long number) throws Exception {
    Path file = home.segment(number);
    FileTime modified = Files.getLastModifiedTime(file);
    Files.write(file, new byte[(int) Files.size(file)]);
    Files.setLastModifiedTime(file, modified);
  }

  private static AuditQuery between(long from, long to) {
    return new AuditQuery(List.of(), "", from, to, Set.of(), Set.of(), Set.of(), "", "", true, 0);
  }
}
