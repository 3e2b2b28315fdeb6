package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of one log on their way into the hot file. Most transactions begin and end in one batch:
 * their outcome is decided here, and their rows are written once.
 */
final class Batch {
  private static final int NONE = -1;

  /**
   * What is no operation.
   *
   * @param seq its sequence number
   * @param operationsBefore how many operations of the batch come before it
   */
  record Event(long seq, int operationsBefore, LedgerEvent event) {}

  private final List<Event> events = new ArrayList<>();
  private final List<OperationRecord> records = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  /** For each record the one before it of the same transaction, or {@link #NONE}. */
  private final List<Integer> earlier = new ArrayList<>();

  /** The last record of each transaction that has pending ones. */
  private final Map<Long, Integer> latest = new HashMap<>();

  void add(OperationRecord record) {
    int index = records.size();
    records.add(record);
    outcomes.add(record.outcome());
    Integer before = null;
    if (record.outcome() == Outcome.PENDING) {
      before = latest.put(record.transaction(), index);
    }
    earlier.add(before == null ? NONE : before);
  }

  void add(long seq, LedgerEvent event) {
    events.add(new Event(seq, records.size(), event));
  }

  List<Event> events() {
    return events;
  }

  /** Decides the pending records concerned; a decision once taken stands. */
  void decide(OutcomeRecord decision) {
    int index = latest.getOrDefault(decision.transaction(), NONE);
    while (index != NONE) {
      int ordinal = records.get(index).ordinal();
      if (outcomes.get(index) == Outcome.PENDING
          && ordinal >= decision.fromOrdinal()
          && ordinal < decision.toOrdinal()) {
        outcomes.set(index, decision.outcome());
      }
      index = earlier.get(index);
    }
  }

  int size() {
    return records.size();
  }

  /** A record as it was read. */
  OperationRecord record(int index) {
    return records.get(index);
  }

  /** What is known of its outcome now. */
  Outcome outcome(int index) {
    return outcomes.get(index);
  }

  void clear() {
    events.clear();
    records.clear();
    outcomes.clear();
    earlier.clear();
    latest.clear();
  }
}
