package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares leaves derived from rows with the leaves in the tiles, and notes which were seen.
 *
 * <p>Bound: a bit for each leaf, {@link #MOST_TILES} tiles, and {@link #MOST_KEPT} leaves that are
 * not as they should be.
 */
final class LeafCheck {
  static final int MOST_KEPT = 1_000;
  private static final int MOST_TILES = 1_024;

  /** A leaf that a row makes, and that is not the one in the tile. */
  record Mismatch(long leaf, LogKey log, long seq, byte[] hash, String file) {}

  private final TileFiles files;
  private final long size;
  private final TreeHash treeHash = new TreeHash();
  private final byte[] hash = new byte[TreeHash.BYTES];
  private final BitSet seen = new BitSet();
  private final BitSet passed = new BitSet();
  private final List<Mismatch> mismatches = new ArrayList<>();

  /** How the tiles would be that rows disagree with: by index, hashes of which rows made some. */
  private final Map<Long, byte[]> asRowsHaveThem = new HashMap<>();

  private final Map<Long, byte[]> tiles =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MOST_TILES;
        }
      };

  private long lastTile = -1;
  private byte[] lastHashes;
  private long mismatchCount;
  private long twice;

  LeafCheck(TileFiles files, long size) {
    this.files = files;
    this.size = size;
  }

  /** Checks the leaf that a row makes. Leaves that are not signed yet are only counted. */
  boolean check(long leaf, LeafBytes bytes, LogKey log, long seq, String file) {
    if (leaf >= size) {
      return true;
    }
    treeHash.leaf(bytes.array(), bytes.length(), hash, 0);
    if (seen.get((int) leaf)) {
      twice++;
    }
    seen.set((int) leaf);
    byte[] tile = tile(leaf / Tile.WIDTH);
    int at = (int) (leaf % Tile.WIDTH) * TreeHash.BYTES;
    if (tile != null && Arrays.equals(hash, 0, TreeHash.BYTES, tile, at, at + TreeHash.BYTES)) {
      return true;
    }
    mismatched(leaf, log, seq, file, tile, at);
    return false;
  }

  /** The hash of a leaf in its tile; null if the tile cannot be read. */
  byte[] signed(long leaf) {
    byte[] tile = leaf < size ? tile(leaf / Tile.WIDTH) : null;
    int at = (int) (leaf % Tile.WIDTH) * TreeHash.BYTES;
    return tile == null ? null : Arrays.copyOfRange(tile, at, at + TreeHash.BYTES);
  }

  byte[] hash(LeafBytes bytes) {
    treeHash.leaf(bytes.array(), bytes.length(), hash, 0);
    return hash.clone();
  }

  /** Passes over leaves whose rows were derived by an earlier verification. */
  void pass(long from, long end) {
    passed.set((int) Math.min(from, size), (int) Math.min(end, size));
  }

  /** Which leaves a row was found for, now or earlier. */
  BitSet seen() {
    BitSet all = (BitSet) seen.clone();
    all.or(passed);
    return all;
  }

  long seenCount() {
    return seen.cardinality();
  }

  /** The first of them. */
  List<Mismatch> mismatches() {
    return mismatches;
  }

  long mismatchCount() {
    return mismatchCount;
  }

  /** How often a leaf had two rows. */
  long twice() {
    return twice;
  }

  /** The hashes of a tile as rows make them; null if rows agree with the tile. */
  byte[] asRowsHaveIt(long tile) {
    return asRowsHaveThem.get(tile);
  }

  /** The tile was changed and not the records. */
  void forgive(long tile) {
    mismatches.removeIf(
        mismatch -> {
          boolean isForgiven = mismatch.leaf / Tile.WIDTH == tile;
          mismatchCount -= isForgiven ? 1 : 0;
          return isForgiven;
        });
  }

  private void mismatched(long leaf, LogKey log, long seq, String file, byte[] tile, int at) {
    mismatchCount++;
    if (mismatches.size() < MOST_KEPT) {
      mismatches.add(new Mismatch(leaf, log, seq, hash.clone(), file));
    }
    long index = leaf / Tile.WIDTH;
    byte[] mine = asRowsHaveThem.get(index);
    if (mine == null && asRowsHaveThem.size() < MOST_TILES) {
      mine =
          tile == null ? new byte[Tile.of(0, index, size).width() * TreeHash.BYTES] : tile.clone();
      asRowsHaveThem.put(index, mine);
    }
    if (mine != null) {
      System.arraycopy(hash, 0, mine, at, TreeHash.BYTES);
    }
  }

  private byte[] tile(long index) {
    if (index == lastTile) {
      return lastHashes;
    }
    lastHashes = tiles.computeIfAbsent(index, this::read);
    lastTile = index;
    return lastHashes;
  }

  private byte[] read(long index) {
    try {
      return files.read(Tile.of(0, index, size));
    } catch (IOException missing) {
      return null; // told when the tiles are checked
    }
  }
}
