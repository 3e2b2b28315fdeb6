package io.heddle.agent.jdbc;

import io.heddle.audit.spool.Outcome;

/** Takes what became of the writes of a transaction. */
public interface OutcomeSink {
  /**
   * The writes from {@code fromOrdinal} up to but excluding {@code toOrdinal}, as far as they are
   * still pending, ended so. Must not block or throw.
   */
  void decided(long transaction, int fromOrdinal, int toOrdinal, Outcome outcome);
}
