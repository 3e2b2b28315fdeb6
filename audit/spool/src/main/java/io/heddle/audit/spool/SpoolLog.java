package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    return WriterLock.isHeld(path.resolve(SpoolDirectory.LOCK));
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
