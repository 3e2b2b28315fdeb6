package io.heddle.audit.archive.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree: the roots of its perfect subtrees, largest first. Enough to grow
 * the tree and to know its root, at most 64 hashes however large it is.
 */
public final class Frontier {
  private final TreeHash hash = new TreeHash();
  private final List<byte[]> roots = new ArrayList<>();
  private long size;

  /** Adds a leaf's hash. */
  public void append(byte[] leaf) {
    byte[] root = leaf;
    for (long full = size; (full & 1) == 1; full >>= 1) {
      root = hash.node(roots.remove(roots.size() - 1), root);
    }
    roots.add(root);
    size++;
  }

  /** Adds a whole tile's root: 256 leaves, behind a multiple of 256 leaves. */
  public void appendTile(byte[] root256) {
    appendPerfect(root256, Tile.WIDTH);
  }

  /** Adds a perfect subtree's root: so many leaves, a power of two, behind a multiple of them. */
  public void appendPerfect(byte[] subtree, long leaves) {
    if (size % leaves != 0) {
      throw new IllegalStateException(leaves + " leaves cannot begin at leaf " + size);
    }
    byte[] root = subtree;
    for (long full = size / leaves; (full & 1) == 1; full >>= 1) {
      root = hash.node(roots.remove(roots.size() - 1), root);
    }
    roots.add(root);
    size += leaves;
  }

  /** How many leaves it has. */
  public long size() {
    return size;
  }

  /** Its root. */
  public byte[] root() {
    if (roots.isEmpty()) {
      return hash.empty();
    }
    byte[] root = roots.get(roots.size() - 1);
    for (int i = roots.size() - 2; i >= 0; i--) {
      root = hash.node(roots.get(i), root);
    }
    return root;
  }
}
