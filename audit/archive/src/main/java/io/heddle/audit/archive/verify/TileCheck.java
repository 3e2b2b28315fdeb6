package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.tlog.Frontier;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Derives the tree anew from the leaves in its tiles: every tile above, and the root at every size
 * that was signed.
 */
final class TileCheck {
  /** Is asked for the sizes that were signed, in order. */
  interface Roots {
    /** The next size above {@code size} whose root is wanted; Long.MAX_VALUE for none. */
    long nextAbove(long size);

    /** The root at that size. */
    void root(long size, byte[] root);
  }

  /** A level's tile that is not full yet. */
  private static final class Row {
    private final byte[] hashes = new byte[Tile.WIDTH * TreeHash.BYTES];
    private long index;
    private int width;
  }

  private final Path folder;
  private final TileFiles files;
  private final long size;
  private final LeafCheck leaves;
  private final Findings findings;
  private final TreeHash hash = new TreeHash();
  private final List<Row> rows = new ArrayList<>();
  private final Frontier frontier = new Frontier();

  /** The first tile of leaves that must be there. */
  private long first;

  TileCheck(Path folder, long size, LeafCheck leaves, Findings findings) {
    this.folder = folder;
    this.files = new TileFiles(folder);
    this.size = size;
    this.leaves = leaves;
    this.findings = findings;
  }

  /**
   * Begins where tiles may be missing no more: what is before comes from the tiles above, and is
   * judged by the roots that were signed from there on.
   *
   * @param minimum no leaf before it need be in a tile
   * @return the size of the first tree whose root will be derived
   */
  long beginAt(long minimum) {
    first = Math.max(0, Math.min(minimum, size)) / Tile.WIDTH;
    long begin = first * Tile.WIDTH;
    for (int height = 62; height >= Tile.HEIGHT; height--) {
      long leafCount = 1L << height;
      if ((begin & leafCount) != 0) {
        frontier.appendPerfect(kept(frontier.size(), height), leafCount);
      }
    }
    for (int level = 1; Tile.hashes(level, begin) > 0; level++) {
      prefill(level, Tile.hashes(level, begin));
    }
    return begin;
  }

  /** The root of a perfect subtree, from the tile that it is in. */
  private byte[] kept(long from, int height) {
    int level = height / Tile.HEIGHT;
    long at = Tile.hashes(level, from);
    byte[] row = readKept(Tile.of(level, at / Tile.WIDTH, size));
    return hash.perfect(row, (int) (at % Tile.WIDTH), 1 << height % Tile.HEIGHT);
  }

  private void prefill(int level, long count) {
    while (rows.size() <= level) {
      rows.add(new Row());
    }
    Row row = rows.get(level);
    row.index = count / Tile.WIDTH;
    row.width = (int) (count % Tile.WIDTH);
    if (row.width > 0) {
      byte[] hashes = readKept(Tile.of(level, row.index, size));
      System.arraycopy(hashes, 0, row.hashes, 0, row.width * TreeHash.BYTES);
    }
  }

  private byte[] readKept(Tile tile) {
    try {
      return files.read(tile);
    } catch (IOException unreadable) {
      tell(tile, unreadable.getMessage());
      return new byte[tile.width() * TreeHash.BYTES];
    }
  }

  void run(Roots roots) {
    if (frontier.size() > 0 && roots.nextAbove(frontier.size() - 1) == frontier.size()) {
      roots.root(frontier.size(), frontier.root());
    }
    long tiles = (size + Tile.WIDTH - 1) / Tile.WIDTH;
    for (long index = first; index < tiles; index++) {
      Tile tile = Tile.of(0, index, size);
      byte[] hashes = chosen(tile);
      long end = index * Tile.WIDTH + tile.width();
      if (tile.isFull() && roots.nextAbove(frontier.size()) >= end) {
        frontier.appendTile(hash.perfect(hashes, 0, Tile.WIDTH));
      } else {
        for (int i = 0; i < tile.width(); i++) {
          frontier.append(Arrays.copyOfRange(hashes, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES));
          if (i < tile.width() - 1 && roots.nextAbove(frontier.size() - 1) == frontier.size()) {
            roots.root(frontier.size(), frontier.root());
          }
        }
      }
      if (roots.nextAbove(end - 1) == end) {
        roots.root(end, frontier.root());
      }
      if (tile.isFull()) {
        append(1, hash.perfect(hashes, 0, Tile.WIDTH));
      } else {
        checkPartials(0, index, hashes, tile.width());
      }
    }
    for (int level = 1; level < rows.size(); level++) {
      Row row = rows.get(level);
      if (row.width > 0) {
        compare(new Tile(level, row.index, row.width), row.hashes);
        checkPartials(level, row.index, row.hashes, row.width);
      }
    }
  }

  /** A tile of leaves: as it is, or as the rows have it if that is what was signed. */
  private byte[] chosen(Tile tile) {
    byte[] stored = null;
    String problem = "is not what was signed, its records are";
    try {
      stored = files.read(tile);
    } catch (IOException unreadable) {
      problem = unreadable.getMessage() + "; its records are what was signed";
    }
    byte[] rows = leaves.asRowsHaveIt(tile.index());
    if (rows == null) {
      if (stored == null) {
        tell(tile, problem);
      }
      return stored == null ? new byte[tile.width() * TreeHash.BYTES] : stored;
    }
    byte[] signed = parent(tile);
    boolean isTileChanged =
        signed == null ? stored == null : Arrays.equals(signed, hash.perfect(rows, 0, Tile.WIDTH));
    if (isTileChanged) {
      tell(tile, problem);
      leaves.forgive(tile.index());
      return rows;
    }
    if (stored == null) {
      tell(tile, problem.replace("; its records are what was signed", ""));
      return rows;
    }
    return stored;
  }

  /** What the level above says a full tile's hash is; null if it says nothing. */
  private byte[] parent(Tile tile) {
    if (!tile.isFull()) {
      return null;
    }
    try {
      Tile above = Tile.of(1, tile.index() / Tile.WIDTH, size);
      int at = (int) (tile.index() % Tile.WIDTH) * TreeHash.BYTES;
      return Arrays.copyOfRange(files.read(above), at, at + TreeHash.BYTES);
    } catch (IOException unreadable) {
      return null;
    }
  }

  private void append(int level, byte[] root) {
    while (rows.size() <= level) {
      rows.add(new Row());
    }
    Row row = rows.get(level);
    System.arraycopy(root, 0, row.hashes, row.width * TreeHash.BYTES, TreeHash.BYTES);
    row.width++;
    if (row.width == Tile.WIDTH) {
      compare(new Tile(level, row.index, Tile.WIDTH), row.hashes);
      byte[] above = hash.perfect(row.hashes, 0, Tile.WIDTH);
      row.index++;
      row.width = 0;
      append(level + 1, above);
    }
  }

  private void compare(Tile tile, byte[] expected) {
    try {
      byte[] stored = files.read(tile);
      if (!Arrays.equals(stored, Arrays.copyOf(expected, stored.length))) {
        tell(tile, "is not what follows from the tiles below it");
      }
    } catch (IOException unreadable) {
      tell(tile, unreadable.getMessage());
    }
  }

  /** Partial tiles of earlier sizes stay until the full one is there; they are served as well. */
  private void checkPartials(int level, long index, byte[] hashes, int width) {
    Tile full = new Tile(level, index, Tile.WIDTH);
    checkBeyond(full, hashes, width);
    try (DirectoryStream<Path> partials =
        Files.newDirectoryStream(folder.resolve(full.path() + ".p"))) {
      for (Path partial : partials) {
        String name = partial.getFileName().toString();
        int w = name.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(name) : 0;
        if (w > 0 && w <= width) {
          byte[] stored = Files.readAllBytes(partial);
          if (!Arrays.equals(stored, Arrays.copyOf(hashes, w * TreeHash.BYTES))) {
            tell(new Tile(level, index, w), "is not what follows from the records");
          }
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return;
    } catch (IOException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, full.path() + ".p", unreadable.toString()));
    }
  }

  /** A crash may leave the full tile before it is signed; as far as that goes it must be right. */
  private void checkBeyond(Tile full, byte[] hashes, int width) {
    Path file = folder.resolve(full.path());
    try {
      byte[] stored = Files.readAllBytes(file);
      int end = width * TreeHash.BYTES;
      if (stored.length < end || !Arrays.equals(stored, 0, end, hashes, 0, end)) {
        tell(full, "is not what follows from the records");
      }
    } catch (NoSuchFileException none) {
      return;
    } catch (IOException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, full.path(), unreadable.toString()));
    }
  }

  private void tell(Tile tile, String what) {
    String path = "archive/tlog/" + tile.path();
    String text = what.startsWith("tile ") ? what : path + " " + what;
    findings.add(
        new Finding(
            Kind.TILE, tile.index() * (tile.level() == 0 ? Tile.WIDTH : 0), "", path, text));
  }
}
