package io.heddle.audit.archive.tlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes proofs about a tree of a given size from its tiles: RFC 6962, sections 2.1.1 and 2.1.2.
 *
 * <p>Bound: keeps the tiles of the proofs it was asked for, a few for each. One thread.
 */
public final class TreeProver {
  private final TileFiles files;
  private final long size;
  private final TreeHash hash = new TreeHash();
  private final Map<Tile, byte[]> tiles = new HashMap<>();

  /** Proves from the tiles of a tree of {@code size} leaves. */
  public TreeProver(TileFiles files, long size) {
    this.files = files;
    this.size = size;
  }

  /** The root. */
  public byte[] root() throws IOException {
    return size == 0 ? hash.empty() : subtree(0, size);
  }

  /** A leaf's hash. */
  public byte[] leaf(long index) throws IOException {
    return subtree(index, index + 1);
  }

  /** That the leaf is in the tree: the siblings on the way from it to the root. */
  public List<byte[]> inclusion(long index) throws IOException {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("leaf " + index + " of a tree of " + size);
    }
    List<byte[]> proof = new ArrayList<>();
    path(index, 0, size, proof);
    return proof;
  }

  /** That the tree of {@code earlier} leaves is a beginning of this one. */
  public List<byte[]> consistency(long earlier) throws IOException {
    if (earlier < 0 || earlier > size) {
      throw new IllegalArgumentException("a tree of " + earlier + " in a tree of " + size);
    }
    List<byte[]> proof = new ArrayList<>();
    if (earlier > 0 && earlier < size) {
      subProof(earlier, 0, size, true, proof);
    }
    return proof;
  }

  private void path(long index, long from, long to, List<byte[]> proof) throws IOException {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      path(index, from, middle, proof);
      proof.add(subtree(middle, to));
    } else {
      path(index, middle, to, proof);
      proof.add(subtree(from, middle));
    }
  }

  /** SUBPROOF of RFC 6962: {@code isKnown} is its b. */
  private void subProof(long earlier, long from, long to, boolean isKnown, List<byte[]> proof)
      throws IOException {
    if (earlier == to) {
      if (!isKnown) {
        proof.add(subtree(from, to));
      }
      return;
    }
    long middle = from + split(to - from);
    if (earlier <= middle) {
      subProof(earlier, from, middle, isKnown, proof);
      proof.add(subtree(middle, to));
    } else {
      subProof(earlier, middle, to, false, proof);
      proof.add(subtree(from, middle));
    }
  }

  /** The hash of the leaves from {@code from} on, which begins a subtree, to {@code to}. */
  private byte[] subtree(long from, long to) throws IOException {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      int height = Long.numberOfTrailingZeros(count);
      int level = height / Tile.HEIGHT;
      int width = 1 << height % Tile.HEIGHT;
      long first = from >>> level * Tile.HEIGHT;
      byte[] row = tile(Tile.of(level, first / Tile.WIDTH, size));
      return hash.perfect(row, (int) (first % Tile.WIDTH), width);
    }
    long middle = from + split(count);
    return hash.node(subtree(from, middle), subtree(middle, to));
  }

  private byte[] tile(Tile tile) throws IOException {
    byte[] hashes = tiles.get(tile);
    if (hashes == null) {
      hashes = files.read(tile);
      tiles.put(tile, hashes);
    }
    return hashes;
  }

  /** The largest power of two below {@code count}. */
  static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
