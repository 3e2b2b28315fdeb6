package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The records of one run of a JVM.
 *
 * @param node the folder name derived from the node's name
 * @param boot identifies the run on its node
 * @param path the run's folder
 */
public record SpoolLog(String node, long boot, Path path) {
  /**
   * Whether the JVM that writes it still runs: it holds a lock that dies with it, however it dies.
   */
  public boolean isWriterAlive() throws IOException {
    Path lock = path.resolve(SpoolDirectory.LOCK);
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken == null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      return true;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /** The disk the log takes, in bytes. */
  public long sizeBytes() throws IOException {
    return SegmentFiles.onDisk().sizeBytes(path);
  }

  /** Removes the log; only to be called when all of it is archived and its writer is gone. */
  public void delete() throws IOException {
    for (long index : SpoolDirectory.segments(path)) {
      Files.deleteIfExists(SpoolDirectory.segment(path, index));
    }
    Files.deleteIfExists(path.resolve(SpoolDirectory.LOCK));
    Files.deleteIfExists(path);
  }
}
