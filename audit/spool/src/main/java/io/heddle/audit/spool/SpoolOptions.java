package io.heddle.audit.spool;

import java.nio.file.Path;

/**
 * How a JVM's spool is kept.
 *
 * @param root the folder of all spools of this machine
 * @param node name of the machine or pod; a folder name is derived from it
 * @param boot identifies this run of the JVM among all runs on the node
 * @param service name of the service
 * @param version of Heddle
 * @param maxBytes most disk the files of this run may take, at least two segments
 * @param segmentBytes largest size of one file, from 64 KiB to 1 GiB
 * @param firstBytes size of the first file; each further one is twice as large as the one before,
 *     up to {@code segmentBytes}
 */
public record SpoolOptions(
    Path root,
    String node,
    long boot,
    String service,
    String version,
    long maxBytes,
    int segmentBytes,
    int firstBytes) {
  /** Smallest size of a segment: the longest record must fit in several times. */
  public static final int MIN_SEGMENT_BYTES = 64 << 10;

  /** How many segments of the largest size a spool has room for at least. */
  public static final int FEWEST_SEGMENTS = 2;

  /** Largest size of a segment. */
  public static final int MAX_SEGMENT_BYTES = 1 << 30;

  /** Brings sizes into their ranges. */
  public SpoolOptions {
    segmentBytes = Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, segmentBytes)) & -8;
    firstBytes = Math.max(MIN_SEGMENT_BYTES, Math.min(segmentBytes, firstBytes)) & -8;
    maxBytes = Math.max((long) FEWEST_SEGMENTS * segmentBytes, maxBytes);
  }

  /** Files of one size. */
  public SpoolOptions(
      Path root,
      String node,
      long boot,
      String service,
      String version,
      long maxBytes,
      int segmentBytes) {
    this(root, node, boot, service, version, maxBytes, segmentBytes, segmentBytes);
  }

  /** The size of the file with that index, in bytes. */
  int sizeOf(long index) {
    long doublings = Math.min(index, Integer.SIZE);
    return (int) Math.min(segmentBytes, (long) firstBytes << doublings);
  }

  /** The folder of this run. */
  Path directory() {
    return SpoolDirectory.directoryOf(root, node, boot);
  }
}
