package io.heddle.audit.spool;

import io.heddle.audit.spool.access.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The lock by which a reader can tell that a run's writer lives. It dies with its process, however
 * that dies.
 *
 * <p>It is taken before it can be seen: a folder without a held lock is a run that has ended, and a
 * reader may remove it, so there must not be a moment in which a new run looks like that.
 */
final class WriterLock {
  private static final String UNSEEN = ".new";

  /**
   * Lock files of writers in this JVM that a reader in this JVM has opened. POSIX drops all locks a
   * process has on a file as soon as it closes <em>any</em> descriptor of that file, so these stay
   * open until their writer has let go. Bound: the writers of this JVM. Static because the trap is
   * the process's, whoever reads.
   */
  private static final Map<Path, FileChannel> KEPT_OPEN = new HashMap<>();

  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder of a run, with its lock held from the first moment on.
   *
   * @throws FileAlreadyExistsException if the run exists: two writers must never share one
   */
  static WriterLock withFolder(Path directory) throws IOException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    OwnerOnly.makeFolders(directory.getParent());
    Path unseen = directory.resolveSibling(directory.getFileName() + UNSEEN);
    OwnerOnly.makeFolder(unseen);
    return lockAndShow(unseen.resolve(SpoolDirectory.LOCK), unseen, directory);
  }

  /** Puts a lock file that somebody removed back into a run's folder. */
  static WriterLock again(Path directory) throws IOException {
    Path unseen = directory.resolve(SpoolDirectory.LOCK + UNSEEN);
    return lockAndShow(unseen, unseen, directory.resolve(SpoolDirectory.LOCK));
  }

  /** Whether a process, this one included, holds the lock. */
  static synchronized boolean isHeld(Path file) throws IOException {
    FileChannel kept = KEPT_OPEN.get(file);
    if (kept != null) {
      if (!isFree(kept)) {
        return true;
      }
      KEPT_OPEN.remove(file);
      kept.close();
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException ended) {
      return false;
    }
    try {
      boolean held = !isFreeElsewhere(channel);
      channel.close();
      return held;
    } catch (OverlappingFileLockException heldByThisJvm) {
      KEPT_OPEN.put(file, channel);
      return true;
    }
  }

  /** Lets go. Idempotent. */
  void release() {
    try {
      channel.close();
    } catch (IOException gone) {
      // The descriptor is closed all the same, and that is what releases.
    }
  }

  private static WriterLock lockAndShow(Path file, Path from, Path to) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnly.file(file));
    try {
      OwnerOnly.share(file);
      channel.lock();
      // A plain rename; Files.move brings classes along, and says why it could not.
      if (!from.toFile().renameTo(to.toFile())) {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      }
      return new WriterLock(channel);
    } catch (IOException failure) {
      channel.close();
      Files.deleteIfExists(file);
      Files.deleteIfExists(from);
      throw failure;
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return isFreeElsewhere(channel);
    } catch (OverlappingFileLockException heldByThisJvm) {
      return false;
    }
  }

  /** Shared, so that two readers who ask at once do not take each other for the writer. */
  private static boolean isFreeElsewhere(FileChannel channel) throws IOException {
    try (var taken = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return taken != null;
    }
  }
}
