package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LeafHasher;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of one log on their way into the hot file, with the hash of each one's leaf. Most
 * transactions begin and end in one batch: their outcome is decided here, and their rows are
 * written once.
 *
 * <p>Filled by one thread and then handed to another; needs no database. Its bound is the caller's,
 * who knows how much was added.
 */
public final class Batch {
  private static final int NONE = -1;

  /**
   * What is no operation.
   *
   * @param seq its sequence number
   * @param operationsBefore how many operations of the batch come before it
   * @param body of its leaf
   */
  record Event(long seq, int operationsBefore, LedgerEvent event, byte[] body) {}

  private final LeafHasher hasher;
  private final List<Event> events = new ArrayList<>();
  private final List<OperationRecord> records = new ArrayList<>();
  private final EntryRows rows = new EntryRows();
  private final List<OutcomeRecord> decisions = new ArrayList<>();

  /** For each record the one before it of the same transaction, or {@link #NONE}. */
  private int[] earlier = new int[64];

  /** The last record of each transaction that has pending ones. */
  private final Map<Long, Integer> latest = new HashMap<>();

  /** Of all that was added, in its order. */
  private byte[] hashes = new byte[64 * TreeHash.BYTES];

  /** An empty one, whose leaves are hashed by {@code hasher} as they are added. */
  public Batch(LeafHasher hasher) {
    this.hasher = hasher;
  }

  /** Adds an operation. */
  public void add(OperationRecord record) {
    int at = roomForHash();
    hasher.operation(record, hashes, at);
    int index = records.size();
    records.add(record);
    rows.add(record);
    Integer before = null;
    if (record.outcome() == Outcome.PENDING) {
      before = latest.put(record.transaction(), index);
    }
    if (earlier.length == index) {
      earlier = Arrays.copyOf(earlier, 2 * index);
    }
    earlier[index] = before == null ? NONE : before;
  }

  /** Adds what else a JVM recorded. */
  public void add(long seq, LedgerEvent event) {
    byte[] body = event.body();
    int at = roomForHash();
    hasher.event(seq, body, hashes, at);
    events.add(new Event(seq, records.size(), event, body));
  }

  /**
   * Decides the pending records concerned, those added before and those stored before; a decision
   * once taken stands.
   */
  public void decide(OutcomeRecord decision) {
    decisions.add(decision);
    int index = latest.getOrDefault(decision.transaction(), NONE);
    while (index != NONE) {
      long ordinal = rows.ordinal(index);
      if (rows.isPending(index)
          && ordinal >= decision.fromOrdinal()
          && ordinal < decision.toOrdinal()) {
        rows.decide(index, decision.outcome());
      }
      index = earlier[index];
    }
  }

  /** The operations, each with what is known of its outcome now. */
  EntryRows rows() {
    return rows;
  }

  /** The operation of a row as it was read. */
  OperationRecord record(int row) {
    return records.get(row);
  }

  /** What is no operation, in its order. */
  List<Event> events() {
    return events;
  }

  /** What was decided, in its order. */
  List<OutcomeRecord> decisions() {
    return decisions;
  }

  /** The hashes of the leaves of all that was added, in its order. */
  byte[] hashes() {
    return hashes;
  }

  private int roomForHash() {
    int at = (records.size() + events.size()) * TreeHash.BYTES;
    if (hashes.length == at) {
      hashes = Arrays.copyOf(hashes, 2 * at);
    }
    return at;
  }
}
