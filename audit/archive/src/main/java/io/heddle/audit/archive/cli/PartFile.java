package io.heddle.audit.archive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * A file that has its name once it is complete; until then it is called {@code NAME.part}. If it is
 * closed before, or the process is told to end (Ctrl-C), nothing is left of it.
 */
final class PartFile implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final Consumer<String> listener;
  private final Thread hook = new Thread(this::interrupted, "heddle-export-end");
  private boolean isComplete;

  /**
   * @param listener told if the process ends before the file is complete
   */
  PartFile(Path file, Consumer<String> listener) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.listener = listener;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where to write. */
  Path path() {
    return part;
  }

  /** All is written and closed: gives it its name. */
  synchronized void complete() throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    isComplete = true;
  }

  /** The process ends. */
  synchronized void interrupted() {
    if (!isComplete) {
      listener.accept("interrupted: " + file + " is not written");
      remove();
    }
  }

  @Override
  public synchronized void close() {
    if (!isComplete) {
      remove();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return; // it runs, or has run
    }
  }

  /** A part that cannot be removed is told by its name. */
  private void remove() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException left) {
      listener.accept(part + " is left (" + left + ")");
    }
    isComplete = true;
  }
}
