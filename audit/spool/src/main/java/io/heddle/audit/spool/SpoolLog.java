package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  /** Whether there is a segment whose index is less than that. */
  public boolean hasSegmentBefore(long index) throws IOException {
    List<Long> segments = SpoolDirectory.segments(path);
    return !segments.isEmpty() && segments.get(0) < index;
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
