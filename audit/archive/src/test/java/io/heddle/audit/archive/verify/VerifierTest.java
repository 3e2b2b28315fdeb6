package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TileTree;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {
  private static final String LAST = "(SELECT max(seq) FROM entry WHERE log = 1)";

  private static final String WITH_EXTRAS =
      "(SELECT max(seq) FROM entry WHERE log = 1 AND extra IS NOT NULL)";

  @TempDir private Path folder;
  private Specimen specimen;

  @BeforeEach
  void makeAnArchive() throws Exception {
    specimen = Specimen.copy(folder.resolve("home"));
  }

  @Test
  void findsNothingWrongWithAnArchiveThatNobodyTouched() throws Exception {
    Report report = specimen.verify();
    assertThat(report.counts()).isEqualTo(Map.of(Kind.LOSS, 42L));
    assertThat(report.isSound()).isTrue();
    assertThat(report.segments()).isEqualTo(2);
    assertThat(report.operations()).isEqualTo(40 + 40 + 1 + 30 + 1 + 5);
    assertThat(report.checkpoints()).isGreaterThan(3);
  }

  @Test
  void findsAnArchiveWithoutAnythingSoundAndNoneAtAllGone() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("new"));
    assertThat(Verifier.verify(empty, List.of(), null, Progress.NONE).counts())
        .isEqualTo(Map.of(Kind.GONE, 1L));
    new Machine(empty).archive();
    assertThat(Verifier.verify(empty, List.of(), null, Progress.NONE).counts()).isEmpty();
  }

  /** One flipped byte makes a null of a body, and made the verifier fail. */
  @Test
  void namesAnEventThatHasNoBodyAnyMore() throws Exception {
    for (String[] statements :
        new String[][] {
          {
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'event'"
          },
          {"UPDATE event SET body = NULL WHERE seq = (SELECT min(seq) FROM event WHERE log = 0)"}
        }) {
      specimen.hot(statements);
    }
    assertThat(specimen.verify().counts()).containsKey(Finding.Kind.CHANGED);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CHANGED     | UPDATE entry SET status = 200 WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET status = status + 65536 WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET layer = layer + 256 WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET start_micros = start_micros + 1 WHERE seq = LAST",
        "CHANGED     | UPDATE entry SET pending = 1 - pending WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET truncated = 1 WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE text SET value = 'nobody' WHERE value = 'last-4'",
        "CHANGED     | UPDATE entry SET actor_id = 999999 WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET extra = x'040000' WHERE log = 1 AND seq = LAST",
        "CHANGED     | UPDATE entry SET extra = NULL WHERE log = 1 AND seq = EXTRA",
        "CHANGED     | UPDATE entry SET extra = x'' WHERE log = 1 AND seq = EXTRA",
        "CHANGED     | UPDATE entry SET extra = x'010200012b' WHERE log = 1 AND seq = EXTRA",
        "REMOVED     | DELETE FROM entry WHERE log = 1 AND seq = LAST",
        "REMOVED     | DELETE FROM event WHERE log = 0 AND seq = (SELECT max(seq) FROM event)",
        "INSERTED    | INSERT INTO entry SELECT log, seq + 900, start_micros, tenant_id, target_id,"
            + " trace_high, trace_low, span, layer, type, outcome, duration_nanos, actor_id,"
            + " statement_id, row_count, status, error_id, txn, ordinal, truncated, pending,"
            + " extra FROM entry WHERE log = 1 AND seq = LAST",
        "REORDERED   | DELETE FROM span WHERE log = 1",
        "REMOVED     | UPDATE span SET first_leaf = first_leaf + 100000 WHERE log = 1",
        "OUTCOME     | UPDATE entry SET outcome = 2 WHERE pending = 1 AND outcome = 1",
        "OUTCOME     | UPDATE entry SET outcome = 1 WHERE pending = 1 AND outcome = 3",
        "DERIVED     | UPDATE log SET service = 'billing' WHERE id = 1",
        "DERIVED     | UPDATE log SET ended = 1 - ended WHERE id = 1",
        "DERIVED     | DELETE FROM incident",
        "DERIVED     | UPDATE incident SET records = 0",
        "DERIVED     | UPDATE file SET next_segment = 2",
        "DERIVED     | DROP VIEW operation; CREATE VIEW operation AS SELECT * FROM entry",
        "DERIVED     | CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "GAP         | UPDATE log SET next_seq = next_seq + 3 WHERE id = 1",
      })
  void noticesWhatIsDoneToTheHotFile(Kind kind, String sql) throws Exception {
    specimen.hot(
        sql.replace("LAST", LAST).replace("EXTRA", WITH_EXTRAS).split("; (?=CREATE VIEW)"));
    Report report = specimen.verify();
    assertThat(report.isSound()).isFalse();
    assertThat(report.counts()).containsKey(kind);
    assertThat(report.findings()).filteredOn(found -> found.kind() == kind).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CHANGED     | UPDATE entry SET duration_nanos = 1 WHERE log = 1 AND seq = 5",
        "REMOVED     | DELETE FROM entry WHERE log = 1 AND seq BETWEEN 5 AND 9",
        "CHANGED     | UPDATE entry SET extra = x'63' WHERE log = 1 AND seq = 5",
        "OUTCOME     | UPDATE entry SET outcome = 1 WHERE outcome = 2",
        "SEGMENT     | REINDEX",
        "SEGMENT     | DROP INDEX entry_tenant",
        "DERIVED     | INSERT INTO incident VALUES (99, 1, 'LOSS', 0, 0, 0, 1, 'x')",
      })
  void noticesWhatIsDoneToASegment(Kind kind, String sql) throws Exception {
    specimen.segment(1, sql);
    Report report = specimen.verify();
    assertThat(report.counts()).containsKeys(kind, Kind.SEGMENT);
  }

  @Test
  void namesTheRecordThatWasChanged() throws Exception {
    specimen.hot("UPDATE entry SET status = 200 WHERE log = 1 AND seq = " + LAST);
    Report report = specimen.verify();
    assertThat(report.counts()).isEqualTo(Map.of(Kind.LOSS, 42L, Kind.CHANGED, 1L));
    assertThat(wrong(report))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.text()).contains("at-").contains("is not what was captured");
              assertThat(found.record()).startsWith("node/1/");
              assertThat(found.file()).isEqualTo("archive/hot.db");
            });
  }

  @Test
  void namesEachRecordThatIsMissing() throws Exception {
    specimen.segment(1, "DELETE FROM entry WHERE log = 1 AND seq BETWEEN 5 AND 9");
    assertThat(specimen.verify().findings())
        .filteredOn(found -> found.kind() == Kind.REMOVED)
        .singleElement()
        .satisfies(
            found -> assertThat(found.text()).startsWith("node/1/5 to node/1/9 are missing"));
  }

  @Test
  void saysWhichRecordsHaveChangedPlaces() throws Exception {
    specimen.segment(
        1,
        "UPDATE entry SET seq = -5 WHERE log = 1 AND seq = 5",
        "UPDATE entry SET seq = 5 WHERE log = 1 AND seq = 9",
        "UPDATE entry SET seq = 9 WHERE log = 1 AND seq = -5");
    Report report = specimen.verify();
    assertThat(report.counts()).containsOnlyKeys(Kind.LOSS, Kind.REORDERED, Kind.SEGMENT);
    assertThat(report.findings())
        .extracting(Finding::text)
        .contains("node/1/5 has the content of node/1/9", "node/1/9 has the content of node/1/5");
  }

  @Test
  void noticesThatASegmentIsMissing() throws Exception {
    Files.delete(specimen.home().segment(1));
    Report report = specimen.verify();
    assertThat(report.counts()).containsKeys(Kind.SEGMENT, Kind.REMOVED);
    assertThat(report.findings())
        .anyMatch(found -> found.text().contains("segment-0000000000000001.db is missing"));
  }

  @Test
  void noticesAManifestThatWouldHideASegment() throws Exception {
    Path manifest = specimen.home().manifest();
    String text = Files.readString(manifest);
    String[] lines = text.split("\n");
    String changed = lines[0] + "\n" + lines[1].replaceFirst("^(1 \\d+ \\d+) \\d+", "$1 9") + "\n";
    CRC32C crc = new CRC32C();
    crc.update(changed.getBytes(ISO_8859_1));
    Files.writeString(manifest, changed + String.format("crc32c %08x%n", crc.getValue()));
    assertThat(specimen.verify().counts()).containsKey(Kind.DERIVED);
  }

  @Test
  void noticesASegmentThatWasNeverSealed() throws Exception {
    Files.copy(specimen.home().segment(2), specimen.home().segment(3));
    specimen.hot("UPDATE file SET next_segment = 4");
    assertThat(specimen.verify().counts()).containsKeys(Kind.SEGMENT, Kind.INSERTED);
  }

  @Test
  void saysThatATileWasChangedAndTheRecordsWereNot() throws Exception {
    Path tile = tiles().get(0);
    byte[] bytes = Files.readAllBytes(tile);
    bytes[100] ^= 1;
    Files.write(tile, bytes);
    assertThat(specimen.verify().isSound()).isFalse();
  }

  @Test
  void noticesARowAndItsTileChangedTogether() throws Exception {
    specimen.hot("UPDATE entry SET status = 200 WHERE log = 1 AND seq = " + LAST);
    rewriteTiles();
    Report report = specimen.verify();
    assertThat(report.counts()).containsOnlyKeys(Kind.LOSS, Kind.FORK);
    assertThat(wrong(report).get(0).text()).contains("is not of this tree");
  }

  @Test
  void followsARotationFromTheFirstKeyAlone() throws Exception {
    List<VerifierKey> first = keys().all();
    try (Archiver archiver = specimen.machine().archiver(10, 10)) {
      archiver.rotateKey();
    }
    archiveMore(3);
    assertThat(keys().all()).hasSize(2);
    Report report = verify(first);
    assertThat(report.isSound()).isTrue();
    assertThat(report.isPinned()).isTrue();
    assertThat(verify(List.of(keys().all().get(1))).counts()).containsKey(Kind.CHECKPOINT);
  }

  @Test
  void trustsNobodyElsesKey() throws Exception {
    VerifierKey other = SigningKey.generate(keys().all().get(0).name()).verifier();
    assertThat(verify(List.of(other)).counts()).containsKey(Kind.CHECKPOINT);
  }

  @Test
  void noticesAnArchiveThatWasPutBackToAnEarlierState() throws Exception {
    Specimen.copy(specimen.home().path(), folder.resolve("copy"));
    archiveMore(4);
    Report before = specimen.verify();
    Path old = folder.resolve("copy");
    assertThat(Verifier.verify(old, List.of(), null, Progress.NONE).isSound()).isTrue();
    Report report = Verifier.verify(old, List.of(), before.state(), Progress.NONE);
    assertThat(report.counts()).containsKey(Kind.FORK);
  }

  @Test
  void goesOnFromAnEarlierVerification() throws Exception {
    VerifiedState before = VerifiedState.parse(specimen.verify().state().toString());
    assertThat(before.segments()).hasSize(2);
    assertThat(before.segments().get(1L).absent()).isNotEmpty(); // an open transaction
    archiveMore(6);
    Report resumed = Verifier.verify(specimen.home().path(), List.of(), before, Progress.NONE);
    assertThat(resumed.isSound()).isTrue();
    assertThat(resumed.operations()).isEqualTo(specimen.verify().operations());
    specimen.segment(1, "UPDATE entry SET duration_nanos = 1 WHERE log = 1 AND seq = 5");
    specimen.hot("DELETE FROM entry WHERE log = 1 AND seq = " + LAST);
    assertThat(Verifier.verify(specimen.home().path(), List.of(), before, Progress.NONE).counts())
        .containsKeys(Kind.CHANGED, Kind.SEGMENT, Kind.REMOVED);
  }

  @Test
  void noticesThatAStragglerOfAVerifiedSegmentIsGone() throws Exception {
    VerifiedState before = specimen.verify().state();
    specimen.hot("DELETE FROM entry WHERE txn = 1");
    assertThat(Verifier.verify(specimen.home().path(), List.of(), before, Progress.NONE).counts())
        .containsKey(Kind.REMOVED);
  }

  @Test
  void verifiesBesideAnArchiver() throws Exception {
    try (SpoolWriter writer = specimen.machine().boot(9);
        Archiver archiver = specimen.machine().archiver(10, 1_000)) {
      for (int i = 0; i < 20; i++) {
        Machine.append(writer, request("beside", START + i));
      }
      archiver.drain();
      assertThat(specimen.verify().counts()).isEqualTo(Map.of(Kind.LOSS, 42L, Kind.UNSIGNED, 21L));
    }
    assertThat(specimen.verify().counts()).isEqualTo(Map.of(Kind.LOSS, 42L));
  }

  @Test
  void tellsWhatRetentionPrunedFromWhatSomebodyRemoved() throws Exception {
    new Retention(specimen.home().path())
        .prune(new RetentionPolicy(0, 1), START + 10_000_000, "tester");
    archiveMore(1);
    Report report = specimen.verify();
    assertThat(report.counts()).containsKey(Kind.PRUNED);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    specimen.hot("DELETE FROM entry WHERE txn = 1");
    assertThat(specimen.verify().isSound()).isFalse();
  }

  /** Three of four segments were told of once as two, because each held half a thousand leaves. */
  @Test
  void saysALineForEachPrunedSegmentHoweverLarge(@TempDir Path other) throws Exception {
    Machine machine = new Machine(other);
    for (int segment = 1; segment <= 4; segment++) {
      try (SpoolWriter writer = machine.boot(segment)) {
        for (int i = 0; i < 500; i++) {
          Machine.append(writer, request("tenant-" + segment, START + i));
        }
      }
      try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
        archiver.drain();
        archiver.seal();
      }
    }
    Retention retention = new Retention(other);
    retention.hold("tenant-2", "", "subpoena", "tester", START);
    retention.prune(new RetentionPolicy(0, 1), START + 10_000_000, "tester");
    machine.archive();

    Report report = Verifier.verify(other, List.of(), null, Progress.NONE);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.findings())
        .filteredOn(finding -> finding.kind() == Kind.PRUNED)
        .extracting(finding -> finding.text().replaceAll(" was pruned.*", ""))
        .containsExactly(
            "archive/segment-0000000000000001.db",
            "archive/segment-0000000000000003.db",
            "archive/segment-0000000000000004.db");
  }

  @Test
  void findsDamageThatWasRecordedAtTheTimeDeclared() throws Exception {
    try (SpoolWriter writer = specimen.machine().boot(5)) {
      for (int i = 0; i < 10; i++) {
        Machine.append(writer, request("damaged-" + i, START + i));
      }
    }
    Path spool =
        Files.walk(folder).filter(file -> file.toString().endsWith(".spool")).findFirst().get();
    byte[] bytes = Files.readAllBytes(spool);
    bytes[new String(bytes, ISO_8859_1).indexOf("damaged-4")]++;
    Files.write(spool, bytes);
    specimen.machine().archive();
    assertThat(specimen.verify().counts()).isEqualTo(Map.of(Kind.LOSS, 42L, Kind.DAMAGE, 1L));
  }

  @Test
  void noticesThatTheHotFileWasLostAndGoesOnSigning() throws Exception {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(specimen.home().hot() + suffix));
    }
    assertThat(specimen.verify().isSound()).isFalse();
    archiveMore(3);
    Report report = specimen.verify();
    assertThat(report.counts()).containsKey(Kind.REMOVED);
    assertThat(report.counts())
        .doesNotContainKeys(Kind.FORK, Kind.CHECKPOINT, Kind.CHANGED, Kind.REORDERED);
  }

  private void archiveMore(int count) throws Exception {
    try (SpoolWriter writer = specimen.machine().boot(77)) {
      for (int i = 0; i < count; i++) {
        Machine.append(writer, request("more", START + 9_000 + i));
      }
    }
    specimen.machine().archive();
  }

  /** What somebody does who can write everything and has no key: the changed leaf goes up. */
  private void rewriteTiles() throws Exception {
    long size = specimen.verify().leaves();
    Finding changed = wrong(specimen.verify()).get(0);
    TileFiles files = new TileFiles(specimen.home().tlog());
    byte[] leaves = files.read(Tile.of(0, 0, size));
    try (Connection hot = Sqlite.reading(specimen.home().hot())) {
      LeafBytes bytes = LeafOfRecord.where(changed.leaf()).in(hot).orElseThrow().bytes();
      byte[] hash = new TreeHash().leaf(bytes.copy());
      System.arraycopy(hash, 0, leaves, (int) changed.leaf() * hash.length, hash.length);
    }
    try (var stale = Files.walk(specimen.home().tlog().resolve("tile"))) {
      for (Path file : stale.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    TileTree tree = TileTree.load(files, 0);
    tree.append(leaves, (int) size);
    tree.flush();
  }

  private Report verify(List<VerifierKey> keys) throws Exception {
    return Verifier.verify(specimen.home().path(), keys, null, Progress.NONE);
  }

  private LedgerKeys keys() {
    return new LedgerKeys(specimen.home().path());
  }

  private List<Path> tiles() throws Exception {
    try (var files = Files.walk(specimen.home().tlog().resolve("tile"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Finding> wrong(Report report) {
    return report.findings().stream().filter(found -> found.kind().isWrong()).toList();
  }
}
