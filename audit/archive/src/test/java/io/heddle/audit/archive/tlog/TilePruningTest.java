package io.heddle.audit.archive.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePruningTest {
  /** Three levels of tiles, all of whose last ones are partial. */
  private static final int SIZE = 70_001;

  @TempDir Path folder;

  private final TreeHash hash = new TreeHash();
  private final TreeProofs proofs = new TreeProofs();

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 1_000, 25_599, 65_535, 65_536, 65_537, 69_900, SIZE})
  void whatIsBehindTheMinimumCanStillBeProved(int minimum) throws Exception {
    TileFiles files = write();
    byte[] root = new TreeProver(files, SIZE).root();
    long before = tiles();

    long removed = new TilePruning(folder).removeBefore(minimum);

    assertThat(before - tiles()).isEqualTo(removed);
    assertThat(removed).isGreaterThanOrEqualTo(minimum / Tile.WIDTH);
    assertThat(new TilePruning(folder).isAnyBefore(minimum)).isFalse();
    assertThat(new TilePruning(folder).removeBefore(minimum)).isZero();
    assertThat(TileTree.load(files, SIZE).root()).isEqualTo(root);
    TreeProver prover = new TreeProver(files, SIZE);
    Frontier earlier = new Frontier();
    int stride = Math.max(1, (SIZE - minimum) / 100);
    for (int leaf = 0; leaf < SIZE; leaf++) {
      earlier.append(leaf(leaf));
      if (leaf >= minimum && (leaf - minimum) % stride == 0) {
        List<byte[]> inclusion = prover.inclusion(leaf);
        assertThat(proofs.isIncluded(leaf(leaf), leaf, SIZE, root, inclusion))
            .as("%d", leaf)
            .isTrue();
        List<byte[]> consistency = prover.consistency(leaf + 1);
        assertThat(proofs.isConsistent(leaf + 1, earlier.root(), SIZE, root, consistency))
            .as("%d", leaf)
            .isTrue();
      }
    }
  }

  @Test
  void noTileIsKeptThatNobodyNeeds() throws Exception {
    write();
    new TilePruning(folder).removeBefore(65_536 + 300);
    assertThat(names("0")).hasSize(70_001 / 256 + 1 - 257).first().asString().endsWith("257");
    assertThat(names("1")).as("the first tile of level 1 spans 65,536 leaves").hasSize(1);
    assertThat(names("2")).hasSize(1);
    TileFiles files = new TileFiles(folder);
    assertThatThrownBy(() -> files.read(new Tile(0, 256, Tile.WIDTH)))
        .isInstanceOf(TileException.class);
  }

  @Test
  void nothingIsRemovedBeforeAWholeTileIsGone() throws Exception {
    write();
    assertThat(new TilePruning(folder).isAnyBefore(255)).isFalse();
    assertThat(new TilePruning(folder).removeBefore(255)).isZero();
    assertThat(new TilePruning(folder.resolve("none")).removeBefore(1 << 20)).isZero();
    assertThat(TilePruning.firstKept(7, Long.MAX_VALUE)).isZero();
    assertThat(TilePruning.firstKept(0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE >>> 8);
  }

  @Test
  void removesTilesAcrossFoldersOfAThousandAndLeavesWhatIsNotItsOwn() throws Exception {
    for (long index : new long[] {0, 999, 1_000, 1_999, 2_000, 999_999, 1_000_000, 1_234_067}) {
      put(new Tile(0, index, Tile.WIDTH));
    }
    put(new Tile(0, 3, 17));
    Path note = Files.writeString(folder.resolve("tile/0/README"), "mine");
    assertThat(new TilePruning(folder).removeBefore(1_000_000L * 256)).isEqualTo(7);
    assertThat(note).exists();
    assertThat(folder.resolve("tile/0/x002")).doesNotExist();
    assertThat(folder.resolve("tile/0/x001/x000/000")).exists();
    assertThat(new TilePruning(folder).isAnyBefore(1_000_000L * 256)).isFalse();
    assertThat(new TilePruning(folder).isAnyBefore(1_000_001L * 256)).isTrue();
  }

  private void put(Tile tile) throws Exception {
    Path file = folder.resolve(tile.path());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hashes");
  }

  private TileFiles write() throws Exception {
    TileFiles files = new TileFiles(folder);
    TileTree tree = TileTree.load(files, 0);
    for (int i = 0; i < SIZE; i++) {
      tree.append(leaf(i), 1);
    }
    tree.flush();
    return files;
  }

  private byte[] leaf(int index) {
    return hash.leaf(ByteBuffer.allocate(4).putInt(index).array());
  }

  private long tiles() throws Exception {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private List<Path> names(String level) throws Exception {
    try (var files = Files.list(folder.resolve("tile").resolve(level))) {
      return files.sorted().toList();
    }
  }
}
