package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;

/** Remembers how far an answer came, which its limit may have cut. */
final class LastSeen {
  private long micros;

  void saw(ArchivedOperation operation) {
    micros = operation.record().startEpochMicros();
  }

  /**
   * The question that was really answered: up to the last operation shown, if there are as many as
   * are wanted.
   */
  AuditQuery answered(AuditQuery query, boolean areAllWanted) {
    if (!areAllWanted) {
      return query;
    }
    return query.newestFirst()
        ? query.between(Math.max(query.fromMicros(), micros), query.toMicros())
        : query.between(query.fromMicros(), Math.min(query.toMicros(), micros + 1));
  }
}
