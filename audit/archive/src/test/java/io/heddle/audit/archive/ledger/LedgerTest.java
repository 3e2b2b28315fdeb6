package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.Frontier;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.TreeProofs;
import io.heddle.audit.archive.tlog.TreeProver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final long SECOND = 1_000_000;

  @TempDir private Path home;
  private final Rows rows = new Rows();
  private Path folder;
  private LedgerKeys keys;
  private Ledger ledger;

  @BeforeEach
  void begin() {
    folder = home.resolve("archive/tlog");
    keys = new LedgerKeys(home);
    ledger = ledger();
  }

  @Test
  void signsASecondAfterTheFirstRecordAndNotBefore() throws Exception {
    rows.add(10);
    ledger.committed();
    ledger.tick(SECOND - 1);
    assertThat(new CheckpointFiles(folder).newest()).doesNotExist();
    ledger.tick(SECOND);
    assertThat(checkpoint().size()).isEqualTo(11);
    assertThat(checkpoint().root()).isEqualTo(rows.root());
    assertThat(rows.events).containsExactly(new LedgerEvent.Interval(0, SECOND, 10));
  }

  @Test
  void signsAMinuteInWhichNothingCame() throws Exception {
    rows.add(1);
    ledger.signAll(SECOND);
    ledger.tick(60 * SECOND);
    assertThat(checkpoint().size()).isEqualTo(2);
    ledger.tick(61 * SECOND);
    assertThat(checkpoint().size()).isEqualTo(3);
    assertThat(rows.events).endsWith(new LedgerEvent.Interval(SECOND, 61 * SECOND, 0));
  }

  @Test
  void neverSignsAnArchiveInWhichThereIsNothing() throws Exception {
    ledger.tick(3_600 * SECOND);
    ledger.signAll(3_601 * SECOND);
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void signsOnWhenTheClockGoesBack() throws Exception {
    rows.add(1);
    ledger.signAll(1_000 * SECOND);
    rows.add(1);
    ledger.committed();
    ledger.tick(990 * SECOND);
    assertThat(checkpoint().size()).isEqualTo(4);
  }

  @Test
  void syncsTheRowsBeforeItSignsThem() throws Exception {
    rows.add(3);
    ledger.signAll(SECOND);
    assertThat(rows.durable).isEqualTo(4);
  }

  @Test
  void keepsItsSecretFromOthers() throws Exception {
    rows.add(1);
    ledger.signAll(SECOND);
    assertThat(Files.getPosixFilePermissions(keys.secret()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(keys.current().orElseThrow().verifier()).isEqualTo(keys.all().get(0));
  }

  @Test
  void everyCheckpointIsConsistentWithTheOneBefore() throws Exception {
    for (int i = 1; i < 60; i++) {
      rows.add(1 + i * 7 % 40);
      if (i % 5 == 0) {
        ledger = ledger();
      }
      ledger.committed();
      ledger.signAll(i * SECOND);
    }
    List<SignedNote> notes =
        CheckpointFiles.read(new CheckpointFiles(folder).history().get(0)).notes();
    assertThat(notes).hasSize(59);
    for (int i = 1; i < notes.size(); i++) {
      assertThat(notes.get(i).signers(keys.all())).hasSize(1);
      Checkpoint before = Checkpoint.parse(notes.get(i - 1).text());
      Checkpoint now = Checkpoint.parse(notes.get(i).text());
      assertThat(now.size()).isGreaterThan(before.size());
      List<byte[]> proof =
          new TreeProver(new TileFiles(folder), now.size()).consistency(before.size());
      assertThat(
              new TreeProofs()
                  .isConsistent(before.size(), before.root(), now.size(), now.root(), proof))
          .isTrue();
    }
  }

  @Test
  void cutsOffACheckpointThatACrashLeftTorn() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    Path day = new CheckpointFiles(folder).history().get(0);
    byte[] whole = Files.readAllBytes(day);
    for (int torn = 0; torn < whole.length; torn++) {
      byte[] bytes = new byte[whole.length + torn];
      System.arraycopy(whole, 0, bytes, 0, whole.length);
      System.arraycopy(whole, 0, bytes, whole.length, torn);
      Files.write(day, bytes);
      assertThat(SignedState.recover(folder, keys).size()).isEqualTo(6);
      assertThat(day).hasBinaryContent(whole);
    }
  }

  @Test
  void publishesACheckpointThatACrashKeptBack() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    byte[] older = Files.readAllBytes(new CheckpointFiles(folder).newest());
    rows.add(5);
    ledger.signAll(2 * SECOND);
    Files.write(new CheckpointFiles(folder).newest(), older);
    assertThat(SignedState.recover(folder, keys).size()).isEqualTo(12);
    assertThat(checkpoint().size()).isEqualTo(12);
  }

  @Test
  void writesTilesAnewThatAPowerLossLeftTornBeforeTheyWereSigned() throws Exception {
    rows.add(200);
    ledger.signAll(SECOND);
    rows.add(700);
    ledger.committed(); // fills tiles up, and writes them
    for (String torn : List.of("tile/0/000", "tile/0/001", "tile/0/002")) {
      Files.createDirectories(folder.resolve(torn).getParent());
      Files.write(folder.resolve(torn), new byte[4_096]);
    }
    ledger = ledger();
    ledger.signAll(2 * SECOND);
    assertThat(checkpoint().root()).isEqualTo(rows.root());
    assertThat(new TreeProver(new TileFiles(folder), rows.leaves()).root()).isEqualTo(rows.root());
  }

  @Test
  void signsNothingMoreIfTheTilesAreOthers() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    Path tile = folder.resolve("tile/0/000.p/6");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);
    rows.add(1);
    Ledger next = ledger();
    assertThatThrownBy(() -> next.signAll(2 * SECOND))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("are not those that were signed");
    bytes[40] ^= 1;
    Files.write(tile, bytes);
    next.signAll(3 * SECOND);
    assertThat(checkpoint().root()).isEqualTo(rows.root());
  }

  @Test
  void signsNothingMoreIfItsKeyIsGone() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    Files.delete(keys.secret());
    rows.add(1);
    assertThatThrownBy(() -> ledger.signAll(2 * SECOND))
        .hasMessageContaining("ledger.key is missing");
  }

  @Test
  void goesOverToANewKeyUnderBothSignatures() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    ledger.rotate(2 * SECOND);
    rows.add(5);
    ledger.signAll(3 * SECOND);
    List<SignedNote> notes =
        CheckpointFiles.read(new CheckpointFiles(folder).history().get(0)).notes();
    assertThat(notes.get(0).signers(keys.all())).containsExactly(keys.all().get(0));
    assertThat(notes.get(1).signers(keys.all())).isEqualTo(keys.all());
    assertThat(notes.get(2).signers(keys.all())).containsExactly(keys.all().get(1));
    assertThat(rows.events)
        .contains(
            new LedgerEvent.KeyChanged(
                2 * SECOND, keys.all().get(0).toString(), keys.all().get(1).toString()));
  }

  @Test
  void finishesARotationThatACrashInterrupted() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    keys.makeNext(keys.current().orElseThrow().verifier().name());
    rows.add(1);
    ledger = ledger();
    ledger.signAll(2 * SECOND);
    assertThat(keys.next()).isEmpty();
    assertThat(keys.current().orElseThrow().verifier()).isEqualTo(keys.all().get(1));
  }

  @Test
  void goesOnAfterTheDiskWasFull() throws Exception {
    rows.add(5);
    ledger.signAll(SECOND);
    Path tiles = folder.resolve("tile");
    Files.move(tiles, folder.resolve("elsewhere"));
    Files.createFile(tiles); // nothing can be written below it
    rows.add(600);
    ledger.committed();
    assertThatThrownBy(() -> ledger.signAll(2 * SECOND)).isInstanceOf(LedgerException.class);
    Files.delete(tiles);
    Files.move(folder.resolve("elsewhere"), tiles);
    rows.add(1);
    ledger.committed();
    ledger.signAll(3 * SECOND);
    assertThat(checkpoint().root()).isEqualTo(rows.root());
    assertThat(checkpoint().size()).isEqualTo(rows.leaves());
  }

  private Ledger ledger() {
    return new Ledger(folder, keys, SignedState.recover(folder, keys), rows, 0);
  }

  private Checkpoint checkpoint() throws Exception {
    SignedNote note = SignedNote.parse(Files.readString(new CheckpointFiles(folder).newest()));
    assertThat(note.signers(keys.all())).isNotEmpty();
    return Checkpoint.parse(note.text());
  }

  /** Leaves in memory. */
  private static final class Rows implements LeafStore {
    private final List<byte[]> hashes = new ArrayList<>();
    private final List<LedgerEvent> events = new ArrayList<>();
    private int drained;
    private int durable;

    void add(int count) {
      for (int i = 0; i < count; i++) {
        hashes.add(new TreeHash().leaf(("leaf " + hashes.size()).getBytes(UTF_8)));
      }
    }

    byte[] root() {
      Frontier frontier = new Frontier();
      hashes.forEach(frontier::append);
      return frontier.root();
    }

    @Override
    public long leaves() {
      return hashes.size();
    }

    @Override
    public void drain(LeafSink sink) throws IOException {
      for (; drained < hashes.size(); drained++) {
        sink.append(hashes.get(drained), 1);
      }
    }

    @Override
    public void replay(long from, LeafSink sink) throws IOException {
      for (drained = (int) from; drained < hashes.size(); drained++) {
        sink.append(hashes.get(drained), 1);
      }
    }

    @Override
    public void record(LedgerEvent event) {
      events.add(event);
      hashes.add(new TreeHash().leaf(event.body()));
    }

    @Override
    public void makeDurable() {
      durable = hashes.size();
    }
  }
}
