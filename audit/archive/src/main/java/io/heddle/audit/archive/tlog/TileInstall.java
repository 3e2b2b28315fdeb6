package io.heddle.audit.archive.tlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Puts tiles that were made aside in the place of those that are missing or are others. */
public final class TileInstall {
  private TileInstall() {}

  /**
   * Installs what is another; may be interrupted and repeated, because each tile is either the one
   * or the other.
   *
   * @param from a log's folder with the tiles, on the same file system
   * @param into the log's folder
   * @return the paths of the tiles that were replaced, below the folder
   */
  public static List<String> install(Path from, Path into) throws IOException {
    List<String> replaced = new ArrayList<>();
    List<Path> made;
    try (Stream<Path> files = Files.walk(from.resolve("tile"))) {
      made = files.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path tile : made) {
      Path name = from.relativize(tile);
      Path target = into.resolve(name.toString());
      if (!isSame(tile, target)) {
        Files.createDirectories(target.getParent());
        Files.move(tile, target, StandardCopyOption.ATOMIC_MOVE);
        for (Path named = target.getParent(); named.startsWith(into); named = named.getParent()) {
          TileFiles.force(named);
        }
        replaced.add(name.toString());
      }
    }
    return replaced;
  }

  /** Removes a folder with all that is in it. */
  public static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException none) {
      return;
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isSame(Path made, Path there) throws IOException {
    try {
      return Arrays.equals(Files.readAllBytes(made), Files.readAllBytes(there));
    } catch (NoSuchFileException missing) {
      return false;
    }
  }
}
