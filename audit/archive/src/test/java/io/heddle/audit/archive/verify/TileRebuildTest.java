package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ArchiverBusyException;
import io.heddle.audit.archive.LedgerRepair;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.tlog.TileInstall;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileRebuildTest {
  @TempDir private Path path;

  private Machine machine;
  private ArchiveHome home;

  /** Two segments and a hot file, 1,500 leaves: five full tiles and a partial one. */
  @BeforeEach
  void archive() throws Exception {
    machine = new Machine(path);
    home = new ArchiveHome(path);
    add(1, 600, true);
    add(2, 600, true);
    add(3, 300, false);
  }

  @Test
  void wholeTilesThatAreThereAreLeftAlone() throws Exception {
    assertThat(LedgerRepair.rebuildTiles(path).replaced()).isEmpty();
  }

  @Test
  void lostAndDamagedTilesAreThoseThatWereSigned() throws Exception {
    Map<String, String> before = tiles();
    Files.delete(home.tlog().resolve("tile/0/001"));
    Files.write(home.tlog().resolve("tile/0/003"), new byte[8_192]);
    Files.write(home.tlog().resolve("tile/0/004"), new byte[17]);
    assertThat(LedgerHealth.of(home).missingTiles()).isEqualTo(1);

    TileRebuild.Result result = LedgerRepair.rebuildTiles(path);

    assertThat(result.replaced()).containsExactly("tile/0/001", "tile/0/003", "tile/0/004");
    assertThat(tiles()).isEqualTo(before);
    assertThat(verify().isSound()).isTrue();
    assertThat(home.archive().resolve("tlog.building")).doesNotExist();
  }

  @Test
  void anArchiverThatCouldNotSignGoesOn() throws Exception {
    TileInstall.remove(home.tlog().resolve("tile"));
    assertThat(LedgerHealth.of(home).problem()).contains("is missing");
    add(4, 10, false);
    assertThat(machine.events()).anyMatch(event -> event.contains("nothing is signed"));
    assertThat(LedgerHealth.of(home).unsigned()).isGreaterThan(10);

    LedgerRepair.rebuildTiles(path);

    machine.now.addAndGet(60_000_000);
    machine.archive();
    assertThat(verify().isSound()).as(verify().toString()).isTrue();
    assertThat(LedgerHealth.of(home).canGoOn()).isTrue();
    assertThat(LedgerHealth.of(home).unsigned()).isZero();
  }

  @Test
  void recordsThatAreNotThoseThatWereSignedMakeNoTiles() throws Exception {
    Files.delete(home.tlog().resolve("tile/0/001"));
    Map<String, String> before = tiles();
    change(home.segment(1), "UPDATE entry SET duration_nanos = 1 WHERE seq = 300");
    assertThatThrownBy(() -> LedgerRepair.rebuildTiles(path))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("nothing was changed");
    assertThat(tiles()).isEqualTo(before);
  }

  @Test
  void whatRetentionPrunedIsTakenFromItsTileOrNotNeeded() throws Exception {
    Retention retention = new Retention(path);
    retention.hold("tenant-1", "", "subpoena", "tester", START);
    retention.prune(new RetentionPolicy(0, 1), START + 10_000_000, "tester");
    machine.now.addAndGet(5_000_000);
    machine.archive();
    assertThat(home.segments()).containsExactly(1L);
    Files.delete(home.tlog().resolve("tile/0/000"));
    assertThat(LedgerRepair.rebuildTiles(path).replaced()).containsExactly("tile/0/000");

    retention.release(hold -> true, "settled", "tester", START);
    retention.prune(new RetentionPolicy(0, 1), START + 10_000_000, "tester");
    machine.now.addAndGet(5_000_000);
    machine.archive();
    assertThat(home.tlog().resolve("tile/0/000")).doesNotExist();
    assertThat(LedgerRepair.rebuildTiles(path).replaced()).isEmpty();
    assertThat(home.tlog().resolve("tile/0/000")).as("pruned for good").doesNotExist();
    assertThat(LedgerHealth.of(home).canGoOn()).isTrue();
    assertThat(verify().isSound()).as(verify().toString()).isTrue();
  }

  @Test
  void nothingIsDoneBesideAnArchiverOrWithoutACheckpoint() throws Exception {
    try (Archiver archiver = machine.archiver(10, 10)) {
      assertThat(archiver.progress()).isNotNull();
      assertThatThrownBy(() -> LedgerRepair.rebuildTiles(path))
          .isInstanceOf(ArchiverBusyException.class);
    }
    Files.delete(home.tlog().resolve("checkpoint"));
    assertThatThrownBy(() -> LedgerRepair.rebuildTiles(path))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("nothing says which tree was signed");
    assertThatThrownBy(() -> LedgerRepair.rebuildTiles(path.resolve("none")))
        .hasMessageContaining("there is no archive");
  }

  private void add(int boot, int records, boolean isSealed) throws Exception {
    machine.now.addAndGet(5_000_000);
    try (SpoolWriter writer = machine.boot(boot)) {
      for (int i = 0; i < records; i++) {
        Machine.append(writer, request("tenant-" + boot, START + boot * 1_000L + i));
      }
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      if (isSealed) {
        archiver.seal();
      }
    }
  }

  private Report verify() throws Exception {
    return Verifier.verify(path, List.of(), null, Progress.NONE);
  }

  private Map<String, String> tiles() throws Exception {
    Map<String, String> tiles = new TreeMap<>();
    try (var files = Files.walk(home.tlog().resolve("tile"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(file));
        tiles.put(home.tlog().relativize(file).toString(), bytes);
      }
    }
    return tiles;
  }

  private static void change(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
