package io.heddle.audit.archive.store;

/**
 * The records of one run of a JVM that a segment holds: some or all of these sequence numbers.
 *
 * @param node the machine or pod
 * @param boot the run
 * @param firstSeq the lowest sequence number
 * @param lastSeq the highest, included
 */
public record KeyRange(String node, long boot, long firstSeq, long lastSeq) {
  private static final long NAMED_BOOT = (1L << 40) - 1;

  /** Whether the record may lie in it that an audit trace ID names by 40 bits of its boot. */
  public boolean mayHold(long namedBoot, long seq) {
    return (boot & NAMED_BOOT) == namedBoot && firstSeq <= seq && seq <= lastSeq;
  }

  /** Whether a record may lie in both. */
  public boolean overlaps(KeyRange other) {
    return boot == other.boot
        && node.equals(other.node)
        && firstSeq <= other.lastSeq
        && other.firstSeq <= lastSeq;
  }
}
