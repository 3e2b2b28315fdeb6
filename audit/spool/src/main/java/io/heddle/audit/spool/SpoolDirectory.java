package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where spools lie: {@code root/node/boot/index.spool}, one folder for each run of a JVM. All path
 * arithmetic of writer and reader is here.
 */
public final class SpoolDirectory {
  static final String LOCK = "writer.lock";
  private static final String SUFFIX = ".spool";

  private SpoolDirectory() {}

  /**
   * The logs of all runs below {@code root}, ordered by node and boot; empty if there is no such
   * folder. Folders that are no log of ours are passed over.
   */
  public static List<SpoolLog> logs(Path root) throws IOException {
    List<SpoolLog> logs = new ArrayList<>();
    for (Path node : children(root)) {
      for (Path boot : children(node)) {
        String name = boot.getFileName().toString();
        if (name.length() == 16 && isHex(name)) {
          logs.add(
              new SpoolLog(node.getFileName().toString(), Long.parseUnsignedLong(name, 16), boot));
        }
      }
    }
    return logs;
  }

  /** The folder of one run. */
  static Path directoryOf(Path root, String node, long boot) {
    return root.resolve(folderName(node)).resolve(hex(boot));
  }

  static Path segment(Path directory, long index) {
    return directory.resolve(hex(index) + SUFFIX);
  }

  /** The indices of the segments in a folder, ascending. */
  static List<Long> segments(Path directory) throws IOException {
    List<Long> indices = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.length() == 16 + SUFFIX.length()
            && name.endsWith(SUFFIX)
            && isHex(name.substring(0, 16))) {
          indices.add(Long.parseUnsignedLong(name.substring(0, 16), 16));
        }
      }
    } catch (NoSuchFileException removed) {
      return List.of();
    }
    Collections.sort(indices);
    return indices;
  }

  /** A name made fit for a folder: letters, digits, dot, dash and underscore; never empty. */
  private static String folderName(String node) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < node.length() && i < 100; i++) {
      char c = node.charAt(i);
      boolean fits =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
      name.append(fits || i > 0 && c == '.' ? c : '_');
    }
    return name.length() == 0 ? "_" : name.toString();
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          children.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    Collections.sort(children);
    return children;
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
