package io.heddle.audit.archive.tlog;

import io.heddle.audit.spool.access.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes folders that are still there when the power has failed: to sync a file, or the folder it is
 * in, says nothing about the name of that folder in the one above.
 */
public final class DurableFolder {
  private DurableFolder() {}

  /**
   * Makes a folder and those above it, as far as they are missing; durable when this returns, also
   * if a process that was killed has made it and come no further. What is made is its owner's
   * alone.
   */
  public static void make(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = above; !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    // Also the check that it is a folder, and that nobody has made it in between.
    OwnerOnly.makeFolders(folder);
    for (Path made : missing) {
      TileFiles.force(made.getParent());
    }
    TileFiles.force(above);
  }
}
