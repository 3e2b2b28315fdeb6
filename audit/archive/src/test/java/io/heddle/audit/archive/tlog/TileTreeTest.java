package io.heddle.audit.archive.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileTreeTest {
  @TempDir private Path folder;

  @Test
  void provesEveryLeafAndEveryEarlierTreeOfAllSmallTrees() throws Exception {
    int most = 270;
    TileFiles files = new TileFiles(folder);
    TileTree tree = TileTree.load(files, 0);
    TreeProofs proofs = new TreeProofs();
    List<byte[]> roots = new ArrayList<>();
    roots.add(tree.root());
    for (int size = 1; size <= most; size++) {
      tree.append(leaf(size - 1), 1);
      tree.flush();
      roots.add(tree.root());
      TreeProver prover = new TreeProver(files, size);
      assertThat(prover.root()).isEqualTo(tree.root());
      for (int i = 0; i < size; i += 1 + size / 40) {
        List<byte[]> proof = prover.inclusion(i);
        assertThat(proofs.isIncluded(leaf(i), i, size, tree.root(), proof)).isTrue();
        assertThat(proofs.isIncluded(leaf(i + 1), i, size, tree.root(), proof)).isFalse();
        assertThat(proofs.isIncluded(leaf(i), i + 1, size, tree.root(), proof)).isFalse();
        assertThat(proofs.isIncluded(leaf(i), i, size, roots.get(size - 1), proof)).isFalse();
        List<byte[]> consistency = prover.consistency(i);
        assertThat(proofs.isConsistent(i, roots.get(i), size, tree.root(), consistency)).isTrue();
        assertThat(proofs.isConsistent(i, leaf(i), size, tree.root(), consistency)).isFalse();
        assertThat(proofs.isConsistent(i, roots.get(i), size, leaf(0), consistency))
            .isEqualTo(i == 0);
      }
    }
  }

  /** A torn one, which a power loss left, was taken for a change by whoever verified. */
  @Test
  void aPartialTileComesToBeAtOnce() throws Exception {
    Path file = folder.resolve("tile/0/000.p/3");
    Path before = folder.resolve("before");
    for (int process = 0; process < 2; process++) {
      TileTree tree = TileTree.load(new TileFiles(folder), 0);
      for (int i = 0; i < 3; i++) {
        tree.append(leaf(i), 1);
      }
      tree.flush();
      if (process == 0) {
        Files.createLink(before, file);
      }
    }
    assertThat(Files.isSameFile(before, file)).as("written into what was there").isFalse();
    assertThat(file).hasSameBinaryContentAs(before);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void refusesAProofInWhichAnyBitIsAnother() throws Exception {
    TileFiles files = files(300);
    TreeProver prover = new TreeProver(files, 300);
    byte[] root = prover.root();
    for (long index : new long[] {0, 100, 255, 256, 299}) {
      List<byte[]> proof = prover.inclusion(index);
      for (int bit = 0; bit < proof.size() * TreeHash.BYTES * 8; bit++) {
        byte[] hash = proof.get(bit / (TreeHash.BYTES * 8));
        hash[bit / 8 % TreeHash.BYTES] ^= (byte) (1 << bit % 8);
        assertThat(new TreeProofs().isIncluded(leaf(index), index, 300, root, proof)).isFalse();
        hash[bit / 8 % TreeHash.BYTES] ^= (byte) (1 << bit % 8);
      }
      List<byte[]> longer = new ArrayList<>(proof);
      longer.add(leaf(0));
      assertThat(new TreeProofs().isIncluded(leaf(index), index, 300, root, longer)).isFalse();
      assertThat(
              new TreeProofs()
                  .isIncluded(leaf(index), index, 300, root, proof.subList(0, proof.size() - 1)))
          .isFalse();
    }
  }

  @Test
  void goesOnFromItsTilesWhereverItStopped() throws Exception {
    Frontier expected = new Frontier();
    Random random = new Random(7);
    long size = 0;
    while (size < 70_000) {
      TileTree tree = TileTree.load(new TileFiles(folder), size);
      assertThat(tree.root()).isEqualTo(expected.root());
      int more = size < 600 ? 1 + random.nextInt(90) : 1 + random.nextInt(9_000);
      for (int i = 0; i < more; i++, size++) {
        tree.append(leaf(size), 1);
        expected.append(leaf(size));
      }
      tree.flush();
      tree.removeOutgrown();
      assertThat(tree.root()).isEqualTo(expected.root());
    }
    TreeProver prover = new TreeProver(new TileFiles(folder), size);
    assertThat(prover.root()).isEqualTo(expected.root());
    for (long index : new long[] {0, 65_535, 65_536, size - 1}) {
      assertThat(
              new TreeProofs()
                  .isIncluded(leaf(index), index, size, expected.root(), prover.inclusion(index)))
          .isTrue();
    }
  }

  /** The example of the specification. */
  @Test
  void laysATreeOfSeventyThousandLeavesOutAsTilesShouldBe() throws Exception {
    files(70_000);
    assertThat(tiles("tile/0")).hasSize(274);
    assertThat(folder.resolve("tile/0/x000/272")).doesNotExist();
    assertThat(folder.resolve("tile/0/272")).hasSize(8_192);
    assertThat(folder.resolve("tile/0/273.p/112")).hasSize(112 * 32);
    assertThat(folder.resolve("tile/1/000")).hasSize(8_192);
    assertThat(folder.resolve("tile/1/001.p/17")).hasSize(17 * 32);
    assertThat(folder.resolve("tile/2/000.p/1")).hasSize(32);
    assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new Tile(3, 1_000, 5).path()).isEqualTo("tile/3/x001/000.p/5");
  }

  @Test
  void removesPartialTilesOnceTheFullOneIsThere() throws Exception {
    TileFiles files = new TileFiles(folder);
    TileTree tree = TileTree.load(files, 0);
    for (int i = 0; i < 256; i++) {
      tree.append(leaf(i), 1);
      if (i % 50 == 0) {
        tree.flush();
      }
    }
    tree.flush();
    assertThat(folder.resolve("tile/0/000.p")).isNotEmptyDirectory();
    tree.removeOutgrown();
    assertThat(folder.resolve("tile/0/000.p")).doesNotExist();
    byte[] first51 = files.read(new Tile(0, 0, 51));
    assertThat(first51).hasSize(51 * 32).startsWith(leaf(0));
  }

  @Test
  void saysWhichTileIsMissingOrCut() throws Exception {
    TileFiles files = files(300);
    Files.delete(folder.resolve("tile/0/001.p/44"));
    assertThatThrownBy(() -> files.read(Tile.of(0, 1, 300)))
        .isInstanceOf(TileException.class)
        .hasMessage("tile tile/0/001.p/44 is missing");
    Files.write(folder.resolve("tile/0/000"), new byte[100]);
    assertThatThrownBy(() -> new TreeProver(files, 300).inclusion(3))
        .hasMessageContaining("tile/0/000 has 100 bytes, expected 8192");
  }

  private TileFiles files(int size) throws Exception {
    TileFiles files = new TileFiles(folder);
    TileTree tree = TileTree.load(files, 0);
    for (int i = 0; i < size; i++) {
      tree.append(leaf(i), 1);
    }
    tree.flush();
    return files;
  }

  private List<Path> tiles(String below) throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve(below))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] leaf(long index) {
    return Arrays.copyOf(
        new TreeHash().leaf(ByteBuffer.allocate(8).putLong(index).array()), TreeHash.BYTES);
  }
}
