package io.heddle.audit.archive.tlog;

import java.util.Locale;

/**
 * A tile's place in a tree and on disk, as C2SP tlog-tiles says. All path arithmetic is here.
 *
 * @param level 0 for leaves; a hash of level n + 1 is that of a full tile of level n
 * @param index which tile of its level
 * @param width how many hashes it has; {@link #WIDTH} if it is full
 */
public record Tile(int level, long index, int width) {
  /** Hashes in a full tile. */
  public static final int WIDTH = 256;

  /** Levels of the tree that a tile spans. */
  public static final int HEIGHT = 8;

  /** The tile at that place in a tree of so many leaves; its width may be 0. */
  public static Tile of(int level, long index, long treeSize) {
    long hashes = hashes(level, treeSize) - index * WIDTH;
    return new Tile(level, index, (int) Math.max(0, Math.min(WIDTH, hashes)));
  }

  /** How many hashes a level has in a tree of so many leaves. */
  public static long hashes(int level, long treeSize) {
    return level * HEIGHT >= Long.SIZE ? 0 : treeSize >>> level * HEIGHT;
  }

  /** Whether it never changes again. */
  public boolean isFull() {
    return width == WIDTH;
  }

  /** The same place, full. */
  public Tile full() {
    return new Tile(level, index, WIDTH);
  }

  /** Where it lies below the log's folder. */
  public String path() {
    return folder() + (isFull() ? "" : ".p/" + width);
  }

  /** Where partial tiles of this place lie. */
  String partials() {
    return folder() + ".p";
  }

  private String folder() {
    StringBuilder path = new StringBuilder();
    long rest = index;
    do {
      String element = String.format(Locale.ROOT, "%03d", rest % 1_000);
      path.insert(0, (path.length() == 0 ? "/" : "/x") + element);
      rest /= 1_000;
    } while (rest > 0);
    return "tile/" + level + path;
  }
}
