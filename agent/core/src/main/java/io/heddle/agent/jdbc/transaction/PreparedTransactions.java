package io.heddle.agent.jdbc.transaction;

import io.heddle.audit.spool.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions of this process that have been prepared and wait for the second phase of their
 * commit, perhaps on another connection. Any thread.
 *
 * <p>Bound: {@link #MOST}; beyond, what becomes of the oldest is unknown.
 */
final class PreparedTransactions {
  static final int MOST = 1_024;

  /**
   * The writes of one: its number, how many there are, whether some may be committed, and which a
   * rollback may leave in place.
   */
  record Prepared(
      long number, int toOrdinal, boolean maybeCommitted, List<OpenTransaction.Range> lasting) {}

  private final OutcomeSink sink;
  private final Map<String, Prepared> byName = new LinkedHashMap<>();

  PreparedTransactions(OutcomeSink sink) {
    this.sink = sink;
  }

  /** A transaction was prepared under that name. */
  synchronized void prepared(String name, Prepared writes) {
    Prepared before = byName.put(name, writes);
    if (before != null) {
      decide(before, Outcome.UNKNOWN);
    }
    if (byName.size() > MOST) {
      String oldest = byName.keySet().iterator().next();
      decide(byName.remove(oldest), Outcome.UNKNOWN);
    }
  }

  /** The transaction of that name ended; nothing happens if it is not one of these. */
  synchronized void ended(String name, Outcome outcome) {
    Prepared writes = byName.remove(name);
    if (writes != null) {
      if (outcome == Outcome.ROLLED_BACK) {
        for (OpenTransaction.Range range : writes.lasting) {
          sink.decided(writes.number, range.from(), range.to(), Outcome.UNKNOWN);
        }
      }
      boolean isDoubtful = outcome == Outcome.ROLLED_BACK && writes.maybeCommitted;
      decide(writes, isDoubtful ? Outcome.UNKNOWN : outcome);
    }
  }

  private void decide(Prepared writes, Outcome outcome) {
    sink.decided(writes.number, 0, writes.toOrdinal, outcome);
  }
}
