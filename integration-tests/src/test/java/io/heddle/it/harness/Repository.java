package io.heddle.it.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the source tree. */
public final class Repository {
  private Repository() {}

  /** The folder that holds the parent pom. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("agent/settings"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "run this inside the source tree, not in " + Path.of("").toAbsolutePath());
    }
    return folder;
  }

  /** A file or folder below the root. */
  public static Path file(String path) {
    return root().resolve(path);
  }
}
