package io.heddle.audit.archive.verify;

/**
 * A log, in whatever file: a run of a JVM, or the archive itself.
 *
 * @param node whose it is; empty for the archive itself
 * @param boot which run; 0 for the archive itself
 */
record LogKey(String node, long boot) implements Comparable<LogKey> {
  static final LogKey ARCHIVE = new LogKey("", 0);

  String record(long seq) {
    return this.equals(ARCHIVE)
        ? "archive/" + seq
        : node + "/" + Long.toHexString(boot) + "/" + seq;
  }

  @Override
  public int compareTo(LogKey other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Long.compare(boot, other.boot);
  }
}
