package io.heddle.audit.archive.tlog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the tiles of leaves that are gone: C2SP tlog-tiles, "Pruning". A tile goes if all leaves
 * below it are before the minimum index. What later proofs need stays: the subtree beside a path to
 * a leaf behind the minimum is in a tile with that path, or in one further to the right.
 */
public final class TilePruning {
  private final Path folder;

  /** Of the tiles below a log's folder. */
  public TilePruning(Path folder) {
    this.folder = folder.resolve("tile");
  }

  /**
   * The first tile of a level that stays: all before it are of leaves before {@code minimum} alone.
   */
  public static long firstKept(int level, long minimum) {
    int height = (level + 1) * Tile.HEIGHT;
    return height >= Long.SIZE ? 0 : minimum >>> height; // Java shifts by the lowest six bits
  }

  /** Whether there is a tile to remove. */
  public boolean isAnyBefore(long minimum) throws IOException {
    return isAnyBefore(folder.resolve("0"), 0, firstKept(0, minimum));
  }

  /**
   * Removes such tiles; may be interrupted and repeated.
   *
   * @return how many files
   */
  public long removeBefore(long minimum) throws IOException {
    long removed = 0;
    for (int level = 0; firstKept(level, minimum) > 0; level++) {
      removed += remove(folder.resolve(Integer.toString(level)), 0, firstKept(level, minimum));
    }
    return removed;
  }

  private static boolean isAnyBefore(Path folder, long prefix, long firstKept) throws IOException {
    for (Path entry : entries(folder)) {
      long number = prefix * 1_000 + number(entry);
      boolean isBefore = isFolder(entry) ? number * 1_000 < firstKept : number < firstKept;
      if (isBefore && (!isFolder(entry) || isAnyBefore(entry, number, firstKept))) {
        return true;
      }
    }
    return false;
  }

  private static long remove(Path folder, long prefix, long firstKept) throws IOException {
    long removed = 0;
    for (Path entry : entries(folder)) {
      long number = prefix * 1_000 + number(entry);
      if (isFolder(entry)) {
        if (number * 1_000 < firstKept) {
          removed += remove(entry, number, firstKept);
        }
      } else if (number < firstKept) {
        removed += removeTile(entry);
      }
    }
    if (prefix > 0 && removed > 0 && entries(folder).isEmpty()) {
      Files.deleteIfExists(folder);
    }
    return removed;
  }

  /** A tile, or the folder of its partial ones. */
  private static long removeTile(Path tile) throws IOException {
    long removed = 0;
    if (Files.isDirectory(tile)) {
      try (DirectoryStream<Path> partials = Files.newDirectoryStream(tile)) {
        for (Path partial : partials) {
          Files.deleteIfExists(partial);
          removed++;
        }
      }
    } else {
      removed++;
    }
    Files.deleteIfExists(tile);
    return removed;
  }

  /** Names that are none of tiles are nobody's to remove. */
  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      for (Path name : names) {
        if (name.getFileName().toString().matches("x[0-9]{3}|[0-9]{3}(\\.p)?")) {
          entries.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return entries;
  }

  /** {@code x001} is the folder of what begins with 1: tiles 1,000 to 1,999, and 1,000,000 up. */
  private static boolean isFolder(Path entry) {
    return entry.getFileName().toString().startsWith("x");
  }

  private static long number(Path entry) {
    String name = entry.getFileName().toString();
    return Long.parseLong(name.startsWith("x") ? name.substring(1) : name.substring(0, 3));
  }
}
