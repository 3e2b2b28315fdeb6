package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.store.Seals;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.Frontier;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeProver;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a ledger when segments and their tiles have gone. */
class PrunedLedgerTest {
  private static final int RECORDS = 600;

  @TempDir private Path path;

  private Machine machine;
  private ArchiveHome home;
  private Retention retention;
  private int boots;

  @BeforeEach
  void seal() throws Exception {
    machine = new Machine(path);
    home = new ArchiveHome(path);
    retention = new Retention(path);
    for (int i = 0; i < 4; i++) {
      addSegment();
    }
  }

  @Test
  void tilesOfPrunedSegmentsGoAndTheRestIsSoundAndProvable() throws Exception {
    long tiles = tiles();
    pruneAllBut(1);

    assertThat(tiles() - tiles).as("three segments of two to three tiles each").isLessThan(-5);
    assertThat(Files.exists(home.tlog().resolve("tile/0/000"))).isFalse();
    Report report = verify(null);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.findings())
        .filteredOn(finding -> finding.kind() == Kind.PRUNED)
        .extracting(Finding::text)
        .anyMatch(text -> text.contains("not their roots"))
        .filteredOn(text -> text.contains("was pruned"))
        .hasSize(3);
    long first = segmentOf(4);
    assertThat(new Prover(path).prove(first)).isPresent();
    assertThat(new Prover(path).prove(report.leaves() - 1)).isPresent();
    assertThat(new Prover(path).prove(first - 1)).isEmpty();
  }

  @Test
  void archivingAndSigningGoOn() throws Exception {
    pruneAllBut(1);
    addSegment();
    machine.now.addAndGet(60_000_000);
    machine.archive();
    Report report = verify(null);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(machine.events()).noneMatch(event -> event.contains("nothing is signed"));
  }

  /** The notes of pruned segments were in segments that are pruned themselves by now. */
  @Test
  void whatWasDeclaredInAPrunedSegmentIsDeclaredAgain() throws Exception {
    for (int round = 0; round < 3; round++) {
      pruneAllBut(1);
      addSegment();
      addSegment();
    }
    pruneAllBut(1);
    Report report = verify(null);
    assertThat(report.isSound()).as(report.toString()).isTrue();
  }

  @Test
  void aHeldSegmentKeepsItsTilesAndThoseBehind() throws Exception {
    retention.hold("tenant-2", "", "subpoena", "tester", START);
    for (int round = 0; round < 3; round++) {
      pruneAllBut(1);
      addSegment();
      addSegment();
    }
    assertThat(home.segments()).contains(2L).doesNotContain(1L, 3L, 4L);
    Report report = verify(null);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(new Prover(path).prove(segmentOf(2))).isPresent();
    assertThat(Files.exists(home.tlog().resolve("tile/0/000"))).isFalse();
  }

  @Test
  void aTileThatIsStillNeededIsMissed() throws Exception {
    pruneAllBut(1);
    long kept = segmentOf(4) / 256 + 1;
    Files.delete(home.tlog().resolve(String.format("tile/0/%03d", kept)));
    assertThat(verify(null).counts()).containsKey(Kind.TILE);
    Files.delete(home.tlog().resolve("tile/1/000.p").toFile().listFiles()[0].toPath());
    assertThat(verify(null).isSound()).isFalse();
  }

  @Test
  void aRecordBehindTheMinimumIsMissed() throws Exception {
    pruneAllBut(1);
    change("DELETE FROM event WHERE seq = (SELECT max(seq) - 1 FROM event WHERE log = 0)");
    assertThat(verify(null).counts()).containsKey(Kind.REMOVED);
  }

  @Test
  void aMinimumThatNobodySignedIsNoticed() throws Exception {
    Files.createDirectories(path.resolve("aside"));
    Path aside = path.resolve("aside/segment");
    Files.move(home.segment(1), aside);
    String forged =
        HexFormat.of()
            .formatHex(new MinimumIndex(segmentOf(2), 5_000, List.of()).note(START).body());
    change(
        "UPDATE event SET body = x'"
            + forged
            + "' WHERE log = 0 AND seq = (SELECT min(seq) FROM event WHERE log = 0)");
    assertThat(verify(null).isSound()).isFalse();
    change(
        "INSERT INTO event (log, seq, body) SELECT 0, max(seq) + 1, x'"
            + forged
            + "' FROM event WHERE log = 0");
    assertThat(verify(null).counts()).containsKeys(Kind.CHANGED, Kind.INSERTED);
    Files.move(aside, home.segment(1), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatWasVerifiedAndIsBehindTheMinimumIsCompared() throws Exception {
    VerifiedState early = verify(null).state();
    pruneAllBut(1);
    Report report = verify(early);
    assertThat(report.isSound() && report.isCompared()).as(report.toString()).isTrue();
  }

  @Test
  void whatWasVerifiedBeforeTheMinimumCannotBeComparedAndThatIsSaid() throws Exception {
    Pruned pruned = pruneBehind(verify(null).state());
    Report report = verify(pruned.state);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.isCompared()).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> finding.kind() == Kind.UNCOMPARED)
        .singleElement()
        .extracting(Finding::text)
        .asString()
        .contains(pruned.state.tree().size() + " leaves", "pruned since", "backup")
        .contains("archive/tlog/" + home.tlog().relativize(pruned.tile));
  }

  @Test
  void theTileOfABackupShowsThatWhatWasPrunedIsABeginning() throws Exception {
    Pruned pruned = pruneBehind(verify(null).state());
    Files.write(pruned.tile, pruned.hashes);
    Report report = verify(pruned.state);
    assertThat(report.isSound() && report.isCompared()).as(report.toString()).isTrue();
  }

  @Test
  void anotherTreeThanWasVerifiedIsAForkAlthoughItWasPruned() throws Exception {
    Pruned pruned = pruneBehind(verify(null).state());
    Checkpoint tree = pruned.state.tree();
    byte[] root = tree.root().clone();
    root[0] ^= 1;
    Files.write(pruned.tile, pruned.hashes);
    VerifiedState other =
        new VerifiedState(new Checkpoint(tree.origin(), tree.size(), root), Map.of());
    assertThat(verify(other).counts()).containsKey(Kind.FORK);
  }

  /** A state whose last leaves are pruned, and the one tile without which it says nothing. */
  private record Pruned(VerifiedState state, Path tile, byte[] hashes) {}

  private Pruned pruneBehind(VerifiedState state) throws Exception {
    Path tile = home.tlog().resolve(String.format("tile/0/%03d", state.tree().size() / 256));
    for (int i = 0; i < 3; i++) {
      addSegment();
    }
    byte[] hashes = Files.readAllBytes(tile);
    pruneAllBut(1);
    return new Pruned(state, tile, hashes);
  }

  @Test
  void aCrashBeforeTilesAreRemovedIsFinishedByTheNextArchiver() throws Exception {
    retention.prune(keeping(1), START + 10_000_000, "tester");
    Path tile = home.tlog().resolve("tile/0/000");
    byte[] hashes = Files.readAllBytes(tile);
    machine.archive();
    assertThat(tile).doesNotExist();
    Files.write(tile, hashes);
    machine.archive();
    assertThat(tile).doesNotExist();
    assertThat(verify(null).isSound()).isTrue();
  }

  @Test
  void aProofOfWhatIsGoneIsRefusedWithAReason() throws Exception {
    pruneAllBut(1);
    Path hidden = home.tlog().resolve("tile/0/" + String.format("%03d", segmentOf(4) / 256));
    Files.delete(hidden);
    long leaf = segmentOf(4);
    assertThatThrownBy(() -> new Prover(path).prove(leaf))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void thinnedCheckpointsAreDeclaredAndTheRestIsSound() throws Exception {
    int checkpoints = signEverySize();
    machine.now.addAndGet(40 * 86_400_000_000L);
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.record(new LedgerEvent.Noted(machine.now.get(), "NEXT_MONTH", "{}"));
      archiver.sign();
      assertThat(verify(null).checkpoints()).isEqualTo(checkpoints + 1);
      assertThat(archiver.thinCheckpoints()).isGreaterThan(checkpoints / 3);
      assertThat(archiver.thinCheckpoints()).isZero();
    }
    Report report = verify(null);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.checkpoints()).isBetween(1_000L, 1_500L);
    assertThat(new Prover(path).prove(700)).isPresent();
  }

  /** As if a checkpoint had been signed behind each leaf; returns how many there are. */
  private int signEverySize() throws Exception {
    SigningKey key = new LedgerKeys(path).current().orElseThrow();
    CheckpointFiles files = new CheckpointFiles(home.tlog());
    Path day = files.history().get(0);
    int size = (int) verify(null).leaves();
    TreeProver leaves = new TreeProver(new TileFiles(home.tlog()), size);
    Frontier tree = new Frontier();
    StringBuilder history = new StringBuilder();
    while (tree.size() < size) {
      tree.append(leaves.leaf(tree.size()));
      Checkpoint signed = new Checkpoint(key.verifier().name(), tree.size(), tree.root());
      history.append(SignedNote.sign(signed.text(), List.of(key)));
    }
    Files.writeString(day, history);
    return size;
  }

  private void addSegment() throws Exception {
    machine.now.addAndGet(5_000_000);
    boots++;
    try (SpoolWriter writer = machine.boot(boots)) {
      for (int i = 0; i < RECORDS; i++) {
        Machine.append(writer, request("tenant-" + boots, START + boots * 1_000L + i));
      }
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      archiver.seal();
    }
  }

  private void pruneAllBut(int kept) throws Exception {
    retention.prune(keeping(kept), START + 10_000_000, "tester");
    machine.now.addAndGet(5_000_000);
    machine.archive();
  }

  /** Segments are of about the same size. */
  private RetentionPolicy keeping(int segments) throws Exception {
    List<Long> numbers = home.segments();
    long newest = Files.size(home.segment(numbers.get(numbers.size() - 1)));
    return new RetentionPolicy(0, newest * segments + newest / 2);
  }

  private long segmentOf(long number) throws Exception {
    return Seals.of(number, home.segment(number)).seal().firstLeaf();
  }

  private Report verify(VerifiedState from) throws Exception {
    return Verifier.verify(path, List.of(), from, Progress.NONE);
  }

  private void change(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.hot());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long tiles() throws Exception {
    try (var files = Files.walk(home.tlog().resolve("tile"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
