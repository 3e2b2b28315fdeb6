package io.heddle.audit.archive.query;

import java.util.HashMap;
import java.util.Map;

/**
 * How far somebody who follows an archive has seen each log. Sequence numbers, not times: a record
 * that arrives late is still new.
 */
public final class Seen {
  private final Map<Long, Long> lastSeq = new HashMap<>();
  private long nextSegment;

  Seen() {}

  long last(long log) {
    return lastSeq.getOrDefault(log, 0L);
  }

  void saw(long log, long seq) {
    lastSeq.merge(log, seq, Math::max);
  }

  /** The first segment that was not sealed yet at the last look. */
  long nextSegment() {
    return nextSegment;
  }

  void lookedUpTo(long segment) {
    nextSegment = segment;
  }
}
