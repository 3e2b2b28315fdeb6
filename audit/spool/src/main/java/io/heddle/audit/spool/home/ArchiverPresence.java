package io.heddle.audit.spool.home;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock by which an archiver says that it is at work in a home; here for who is none. */
public final class ArchiverPresence implements Closeable {
  /** Null if there never was an archiver to keep out. */
  private final FileChannel channel;

  private ArchiverPresence(FileChannel channel) {
    this.channel = channel;
  }

  /** The file on which a home's one archiver holds a lock. */
  public static Path lock(Path home) {
    return home.resolve("archive").resolve("archiver.lock");
  }

  /** Whether an archiver has ever been at work in that home. */
  public static boolean hasBeen(Path home) {
    return Files.exists(lock(home));
  }

  /**
   * Keeps archivers out until it is closed; not to be asked in a process that archives.
   *
   * @return null if one is at work
   * @throws IOException if that cannot be told
   */
  public static ArchiverPresence keepOut(Path home) throws IOException {
    if (!hasBeen(home)) {
      return new ArchiverPresence(null);
    }
    FileChannel channel = FileChannel.open(lock(home), StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return new ArchiverPresence(channel);
      }
      channel.close();
      return null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      channel.close();
      return null;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
