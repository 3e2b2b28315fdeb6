package io.heddle.audit.archive.tlog;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A Merkle tree that grows at its right edge and lies in tiles. Full tiles are written as they fill
 * up; {@link #flush} writes the partial ones of the edge and makes all of them durable.
 *
 * <p>Bound: 8 KiB for each of its levels, and the hashes of {@link #MOST_RISING} tiles. One thread.
 */
public final class TileTree {
  private static final int MOST_RISING = 1_024;

  /** The tile of a level that is not full yet. */
  private static final class Edge {
    private final byte[] hashes = new byte[Tile.WIDTH * TreeHash.BYTES];
    private long index;
    private int width;

    /**
     * The width that is on disk: a tile there is never touched again, a power loss could tear it.
     */
    private int flushed;
  }

  /** Where the hash of a full tile goes to. */
  private record Rising(int level, Future<byte[]> hash) {}

  private final TileFiles files;
  private final TreeHash hash = new TreeHash();

  /**
   * The hashes of full tiles, on their way into the level above. The threads that write the tiles
   * hash them as well: nearly all of a tree's hashing is done there.
   */
  private final Deque<Rising> rising = new ArrayDeque<>();

  private final List<Edge> edges = new ArrayList<>();
  private long size;

  private TileTree(TileFiles files) {
    this.files = files;
  }

  /**
   * The tree of so many leaves that lies in {@code files}.
   *
   * @throws IOException if a tile of its edge is missing or cannot be read
   */
  public static TileTree load(TileFiles files, long size) throws IOException {
    TileTree tree = new TileTree(files);
    tree.size = size;
    for (int level = 0; Tile.hashes(level, size) > 0; level++) {
      Edge edge = tree.edge(level);
      edge.index = Tile.hashes(level, size) / Tile.WIDTH;
      Tile tile = Tile.of(level, edge.index, size);
      edge.width = tile.width();
      if (edge.width > 0) {
        byte[] hashes = files.read(tile);
        System.arraycopy(hashes, 0, edge.hashes, 0, hashes.length);
        edge.flushed = edge.width;
      }
    }
    return tree;
  }

  /**
   * The first leaves of a tree, to be grown elsewhere: tiles that fill up or are flushed are
   * written into other files.
   *
   * @param size of the tree that lies in {@code from}
   * @param begin how many of its leaves; a multiple of a tile's
   * @throws IOException if a tile of their edge is missing or cannot be read
   */
  public static TileTree continuing(TileFiles from, long size, long begin, TileFiles into)
      throws IOException {
    TileTree tree = new TileTree(into);
    tree.size = begin;
    for (int level = 0; Tile.hashes(level, begin) > 0; level++) {
      Edge edge = tree.edge(level);
      edge.index = Tile.hashes(level, begin) / Tile.WIDTH;
      edge.width = (int) (Tile.hashes(level, begin) % Tile.WIDTH);
      if (edge.width > 0) {
        byte[] hashes = from.read(Tile.of(level, edge.index, size));
        System.arraycopy(hashes, 0, edge.hashes, 0, edge.width * TreeHash.BYTES);
      }
    }
    return tree;
  }

  /**
   * Appends leaves.
   *
   * @param hashes their hashes, one behind the other
   * @param count how many
   */
  public void append(byte[] hashes, int count) throws IOException {
    for (int from = 0; from < count; ) {
      from += add(0, hashes, from, count - from);
    }
    size += count;
    while (rising.size() > MOST_RISING) {
      Rising next = rising.poll();
      add(next.level, TileFiles.await(next.hash), 0, 1);
    }
  }

  /** How many leaves it has. */
  public long size() {
    return size;
  }

  /**
   * Its root.
   *
   * @throws IOException if a tile could not be written
   */
  public byte[] root() throws IOException {
    settle();
    byte[] root = null;
    for (Edge edge : edges) {
      int end = edge.width;
      for (int count = 1; count <= edge.width; count *= 2) {
        if ((edge.width & count) != 0) {
          end -= count;
          byte[] left = hash.perfect(edge.hashes, end, count);
          root = root == null ? left : hash.node(left, root);
        }
      }
    }
    return root == null ? hash.empty() : root;
  }

  /** Writes the tiles of the edge and makes all tiles durable. */
  public void flush() throws IOException {
    settle();
    for (int level = 0; level < edges.size(); level++) {
      Edge edge = edges.get(level);
      if (edge.width > edge.flushed) {
        files.write(new Tile(level, edge.index, edge.width), edge.hashes);
        edge.flushed = edge.width;
      }
    }
    files.sync();
  }

  /** Removes partial tiles that full ones have replaced; after a checkpoint covers those. */
  public void removeOutgrown() throws IOException {
    files.removeOutgrown();
  }

  /** Adds hashes to a level's edge, as many as its tile has room for; returns how many. */
  private int add(int level, byte[] hashes, int from, int most) throws IOException {
    Edge edge = edge(level);
    int count = Math.min(most, Tile.WIDTH - edge.width);
    System.arraycopy(
        hashes,
        from * TreeHash.BYTES,
        edge.hashes,
        edge.width * TreeHash.BYTES,
        count * TreeHash.BYTES);
    edge.width += count;
    if (edge.width == Tile.WIDTH) {
      Future<byte[]> root = files.write(new Tile(level, edge.index, Tile.WIDTH), edge.hashes);
      rising.add(new Rising(level + 1, root));
      edge.index++;
      edge.width = 0;
      edge.flushed = 0;
    }
    return count;
  }

  /** Has in each level what belongs there, whatever is still being hashed. */
  private void settle() throws IOException {
    for (Rising next = rising.poll(); next != null; next = rising.poll()) {
      add(next.level, TileFiles.await(next.hash), 0, 1);
    }
  }

  private Edge edge(int level) {
    if (level == edges.size()) {
      edges.add(new Edge());
    }
    return edges.get(level);
  }
}
