package io.heddle.command.sidecar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One sidecar a home: it holds a lock on {@code sidecar.lock}, which dies with it, and says there
 * who it is.
 */
public final class SidecarLock implements AutoCloseable {
  /** Behind the text, because on Windows nobody can read what is locked. */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final int LONGEST_TEXT = 200;

  private final FileChannel channel;

  private SidecarLock(FileChannel channel) {
    this.channel = channel;
  }

  private static Path file(Path home) {
    return home.resolve("sidecar.lock");
  }

  /** Takes the home; empty if another process has it. */
  static Optional<SidecarLock> tryTake(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLocked(channel)) {
      return Optional.of(new SidecarLock(channel));
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      return false;
    }
  }

  /** Says who holds it, in a few words. */
  void inscribe(String holder) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
  }

  /**
   * Who holds the home, as they say themselves; empty if nobody does.
   *
   * <p>Never to be asked by the holder's own process: on POSIX systems closing any descriptor of a
   * file ends all locks the process has on it.
   */
  public static Optional<String> holder(Path home) throws IOException {
    if (!Files.exists(file(home))) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file(home), StandardOpenOption.WRITE)) {
      if (isLocked(channel)) {
        return Optional.empty();
      }
    }
    String text = Files.readString(file(home)).strip();
    return Optional.of(
            text.isEmpty()
                ? "a process that is just starting"
                : text.lines().findFirst().orElse(""))
        .map(line -> line.substring(0, Math.min(LONGEST_TEXT, line.length())));
  }

  @Override
  public void close() throws IOException {
    channel.truncate(0);
    channel.close();
  }
}
