package io.heddle.command.demo;

import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's own home: emptied when the next demo begins, so that its archive can be looked at in
 * between. Only one demo at a time uses it.
 */
final class DemoHome implements AutoCloseable {
  /** Shows that the directory is a demo's, and may be emptied; locked while a demo runs. */
  private static final String MARK = "demo.lock";

  private final Path path;
  private final FileChannel mark;

  private DemoHome(Path path, FileChannel mark) {
    this.path = path;
    this.mark = mark;
  }

  /**
   * Takes the directory and empties it.
   *
   * @throws CommandFailure if another demo has it, or it holds what no demo made
   */
  static DemoHome take(Path path) {
    try {
      boolean isOurs = Files.exists(path.resolve(MARK)) || !Files.exists(path) || isEmpty(path);
      if (!isOurs) {
        throw new CommandFailure(
            path + " is not empty and was not made by a demo",
            "Choose another directory with --demo-home.",
            null);
      }
      Files.createDirectories(path);
      FileChannel mark =
          FileChannel.open(path.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(mark);
      if (lock == null) {
        mark.close();
        throw new CommandFailure(
            "another demo is running in " + path, "Stop it, or choose --demo-home.", null);
      }
      empty(path);
      Files.createDirectories(path.resolve("logs"));
      return new DemoHome(path, mark);
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot use " + path + ": " + e, "Choose another directory with --demo-home.", e);
    }
  }

  private static FileLock tryLock(FileChannel mark) throws IOException {
    try {
      return mark.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst =
          all.filter(path -> !path.equals(directory) && !path.endsWith(MARK))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Path path() {
    return path;
  }

  Path logs() {
    return path.resolve("logs");
  }

  /** The file, less its suffix, of a service's database. */
  Path database(String service) {
    return path.resolve("data").resolve(service);
  }

  /** Lets the next demo have it. */
  @Override
  public void close() {
    try {
      mark.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
