package io.heddle.audit.spool.home;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a run that ends without having recorded anything: the JVM removes it as the last
 * thing it does, behind all shutdown hooks. One of those may still record something; then the
 * folder is taken back.
 */
public final class VanishingRun {
  /** Behind the name of the folder: no reader takes that for a run. */
  public static final String SUFFIX = ".unused";

  private final Path folder;
  private final Path away;
  private final List<Path> files = new ArrayList<>();

  private VanishingRun(Path folder) {
    this.folder = folder;
    this.away = folder.resolveSibling(folder.getFileName() + SUFFIX);
  }

  /**
   * Lets a folder go. To be called from a shutdown hook.
   *
   * @return null if an archiver knows of the run, and will remove it, or the folder cannot be moved
   */
  public static VanishingRun begin(Path home, Path folder) {
    if (ArchiverPresence.hasBeen(home)) {
      return null;
    }
    VanishingRun run = new VanishingRun(folder);
    try {
      Files.move(folder, run.away, StandardCopyOption.ATOMIC_MOVE);
      // The JVM deletes in the opposite order.
      run.away.toFile().deleteOnExit();
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(run.away)) {
        for (Path file : inside) {
          run.files.add(file.getFileName());
          file.toFile().deleteOnExit();
        }
      }
    } catch (IOException | IllegalStateException kept) {
      return run.takeBack() ? null : run;
    }
    return run;
  }

  /** Puts the folder back; false if something of it is gone already. */
  public boolean takeBack() {
    try {
      Files.move(away, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException gone) {
      return false;
    }
    return files.stream().allMatch(file -> Files.exists(folder.resolve(file)));
  }
}
