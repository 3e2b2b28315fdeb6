package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.operation.Operation;
import io.heddle.audit.spool.Outcome;
import io.heddle.sampler.policy.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writes of the transaction that is open on one connection, by ordinal, and what is known of
 * each before it ends. Reused for one transaction after the other. Guarded by the lock of the
 * connection's state.
 */
final class OpenTransaction {
  /** Most ranges of writes in one kind of doubt; beyond, all before share it. */
  private static final int MOST_RANGES = 64;

  /** Writes that share a doubt. */
  record Range(int from, int to) {
    /** What of it is before an ordinal. */
    Range to(int end) {
      return end >= to ? this : new Range(Math.min(from, end), end);
    }
  }

  private final OutcomeSink sink;
  private final AtomicLong numbers;

  /** Writes that may have been undone, or never done, though their transaction goes on. */
  private final List<Range> doubtful = new ArrayList<>(0);

  /** Writes that a rollback may leave in place. */
  private final List<Range> lasting = new ArrayList<>(0);

  private final List<Operation> unrecorded = new ArrayList<>(0);

  private long number;
  private int nextOrdinal;

  /** The writes before this ordinal may have been committed already. */
  private int maybeCommittedTo;

  /** The most that one of its writes is promised; null for nothing more. */
  private Guarantee promised;

  private long mark;
  private int intendedTo;

  /** Null where a rollback undoes the writes to any table. */
  private final RollbackProof proof;

  /** A rollback does not warn of writes before this one. */
  private int warnedFrom;

  OpenTransaction(OutcomeSink sink, AtomicLong numbers, RollbackProof proof) {
    this.sink = sink;
    this.numbers = numbers;
    this.proof = proof;
  }

  boolean hasWrites() {
    return nextOrdinal > 0;
  }

  int nextOrdinal() {
    return nextOrdinal;
  }

  Guarantee promised() {
    return promised;
  }

  /** A write belongs to it, and is recorded once the call has been judged as a whole. */
  void join(Operation operation) {
    join(operation, false);
  }

  /**
   * The same.
   *
   * @param hasChanged whether it has certainly changed a row of its table
   */
  void join(Operation operation, boolean hasChanged) {
    if (operation.isAnnounced()) {
      operation.decided(Outcome.UNKNOWN); // it was recorded as a transaction of its own
      return;
    }
    if (number == 0) {
      number = numbers.incrementAndGet();
    }
    operation.belongsTo(number, nextOrdinal++);
    unrecorded.add(operation);
    if (proof != null && !proof.isProven(operation.subject().target())) {
      add(lasting, nextOrdinal - 1, nextOrdinal);
      if (hasChanged) {
        proof.changed(operation.subject().target());
      }
    }
    if (operation.promised() != null) {
      if (promised == null) {
        mark = sink.mark();
      }
      promised = Guarantee.stronger(promised, operation.promised());
    }
  }

  /** A write that may have taken effect, or not: only a rollback says for certain. */
  void joinDoubtful(Operation operation) {
    int ordinal = nextOrdinal;
    join(operation);
    if (nextOrdinal > ordinal) {
      doubt(ordinal, nextOrdinal);
    }
  }

  /** A write that a rollback may leave in place. */
  void joinLasting(Operation operation) {
    int ordinal = nextOrdinal;
    join(operation);
    if (nextOrdinal > ordinal) {
      add(lasting, ordinal, nextOrdinal);
    }
  }

  /** All writes until now may be left in place by a rollback. */
  void lastAll() {
    add(lasting, 0, nextOrdinal);
  }

  /** Whether a statement that failed has left nothing in that table. */
  boolean undoes(String table) {
    return proof == null || proof.isProven(table);
  }

  /** Whether that write may have been undone, or never done. */
  boolean isDoubtful(int ordinal) {
    for (Range range : doubtful) {
      if (ordinal >= range.from && ordinal < range.to) {
        return true;
      }
    }
    return false;
  }

  /** All writes until now may have been undone. */
  void doubtAll() {
    doubt(0, nextOrdinal);
  }

  /**
   * What it has written may have been committed, though it goes on.
   *
   * @param withFurther whether what it writes from here on may be committed by itself as well
   */
  void mayBeCommitted(boolean withFurther) {
    maybeCommittedTo = withFurther ? Integer.MAX_VALUE : Math.max(maybeCommittedTo, nextOrdinal);
  }

  /**
   * It was rolled back as a whole.
   *
   * @param isWarned whether the database says that some of it could not be
   */
  void rolledBack(boolean isWarned) {
    if (proof == null) {
      return;
    }
    if (isWarned && lasting.isEmpty() && hasWrites() && proof.isContradicted()) {
      lastAll();
    } else if (!isWarned) {
      lasting.replaceAll(range -> range.to(warnedFrom));
    }
    proof.rolledBack(isWarned);
  }

  /** It was rolled back as a whole, and what the database has warned of is not known. */
  void rolledBackUnwatched() {
    if (proof != null) {
      proof.ended();
    }
  }

  /** A rollback will not warn of what was written until now: MariaDB has forgotten it. */
  void warnsNoMore() {
    if (proof != null) {
      warnedFrom = nextOrdinal;
      proof.ended();
    }
  }

  /** The writes from that ordinal on are undone, but for those that a rollback may leave. */
  void undoneUnwatched(int ordinal) {
    if (ordinal < nextOrdinal) {
      undone(ordinal, true);
    }
  }

  /**
   * The writes from that ordinal on are undone.
   *
   * @param isWarned whether the database says that some of them could not be
   */
  void undoneFrom(int ordinal, boolean isWarned) {
    if (ordinal < nextOrdinal) {
      if (proof != null && isWarned && lasting.isEmpty() && proof.isContradicted()) {
        decide(ordinal, Outcome.UNKNOWN);
      }
      undone(ordinal, proof == null || isWarned);
    }
  }

  /**
   * @param isWhole whether all that a rollback may leave may be left, or only what it does not warn
   *     of
   */
  private void undone(int ordinal, boolean isWhole) {
    for (Range each : lasting) {
      Range range = isWhole ? each : each.to(warnedFrom);
      decide(Math.max(ordinal, range.from), Math.max(ordinal, range.to), Outcome.UNKNOWN);
    }
    int doubtful = Math.max(ordinal, Math.min(maybeCommittedTo, nextOrdinal));
    decide(ordinal, doubtful, Outcome.UNKNOWN);
    decide(doubtful, Outcome.ROLLED_BACK);
  }

  /** The call has been judged: the operations that joined in it are recorded next. */
  void recorded() {
    if (!unrecorded.isEmpty()) {
      unrecorded.clear();
    }
  }

  /** It ended; nothing is open. */
  void end(Outcome outcome) {
    if (nextOrdinal > 0) {
      List<Range> unknown = List.of();
      if (outcome != Outcome.UNKNOWN) {
        unknown = outcome == Outcome.COMMITTED ? doubtful : lasting;
      }
      for (Range range : unknown) {
        decide(range.from, range.to, Outcome.UNKNOWN);
      }
      int certain = outcome == Outcome.ROLLED_BACK ? Math.min(maybeCommittedTo, nextOrdinal) : 0;
      decide(0, certain, Outcome.UNKNOWN);
      decide(certain, outcome);
    }
    forget();
  }

  /** Hands its writes over to a transaction that is decided later; nothing is open after. */
  PreparedTransactions.Prepared prepared() {
    PreparedTransactions.Prepared taken =
        hasWrites()
            ? new PreparedTransactions.Prepared(
                number, nextOrdinal, maybeCommittedTo > 0, List.copyOf(lasting))
            : null;
    if (taken != null) {
      for (Range range : doubtful) {
        decide(range.from, range.to, Outcome.UNKNOWN);
      }
    }
    forget();
    return taken;
  }

  /** What has to be durable before it commits; null if nothing has to be, or is. */
  Intent intent() {
    return promised == null || intendedTo == nextOrdinal
        ? null
        : new Intent(number, nextOrdinal, mark, promised);
  }

  /** That is durable now. */
  void intended(Intent durable) {
    if (durable.transaction() == number) {
      intendedTo = durable.toOrdinal();
    }
  }

  private void doubt(int from, int to) {
    add(doubtful, from, to);
  }

  private static void add(List<Range> ranges, int from, int to) {
    if (from == to) {
      return;
    }
    int last = ranges.size() - 1;
    if (last >= 0 && from <= ranges.get(last).to) {
      int first = Math.min(from, ranges.get(last).from);
      while (!ranges.isEmpty() && ranges.get(ranges.size() - 1).to >= first) {
        first = Math.min(first, ranges.remove(ranges.size() - 1).from);
      }
      ranges.add(new Range(first, to));
    } else if (ranges.size() < MOST_RANGES) {
      ranges.add(new Range(from, to));
    } else {
      ranges.clear();
      ranges.add(new Range(0, to));
    }
  }

  private void decide(int from, Outcome outcome) {
    decide(from, nextOrdinal, outcome);
  }

  /** Those not recorded yet are told themselves: an outcome cannot stand before its record. */
  private void decide(int from, int to, Outcome outcome) {
    int recordedTo = nextOrdinal - unrecorded.size();
    for (Operation operation : unrecorded) {
      boolean isMeant = operation.ordinal() >= from && operation.ordinal() < to;
      if (isMeant && operation.outcome() == Outcome.PENDING) {
        operation.decided(outcome);
      }
    }
    if (from < Math.min(to, recordedTo)) {
      sink.decided(number, from, Math.min(to, recordedTo), outcome);
    }
  }

  private void forget() {
    number = 0;
    nextOrdinal = 0;
    promised = null;
    intendedTo = 0;
    maybeCommittedTo = 0;
    warnedFrom = 0;
    if (!doubtful.isEmpty()) {
      doubtful.clear();
    }
    if (!lasting.isEmpty()) {
      lasting.clear();
    }
    if (proof != null) {
      proof.ended();
    }
    recorded();
  }
}
