package io.heddle.agent.audit;

import io.heddle.agent.context.Actor;
import io.heddle.agent.jdbc.OutcomeSink;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.sampler.policy.CurrentPolicy;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Records in the spool what the policy says: writes, and requests that may change something, if it
 * says nothing else.
 *
 * <p>The spool is opened in the background once the application has started. What happens before
 * waits in memory, in order; bound: {@link #MOST_WAITING} records, beyond which they are counted as
 * lost. From then on no lock is taken.
 */
public final class AuditSink
    implements OperationSink, OutcomeSink, BiConsumer<String, Map<String, ?>> {
  static final int MOST_WAITING = 20_000;

  /** A transaction decided before the spool was open. */
  private record Decision(
      long transaction, int fromOrdinal, int toOrdinal, Outcome outcome, long epochMicros) {}

  /** What else happened before the spool was open. */
  private record Note(long epochMicros, String what, String detail) {}

  private final CurrentPolicy policy;
  private final LongAdder skipped = new LongAdder();
  private final Queue<Object> waiting = new ArrayDeque<>();
  private long lostWaiting;

  /**
   * What records say of the clock; empty if nothing. Volatile, so that whoever reads it sees the
   * bytes that were laid out; being a moment late does not matter.
   */
  private volatile byte[] clock = {};

  /**
   * Null until open. Volatile, so that whoever sees it set finds nothing left waiting before it.
   */
  private volatile SpoolWriter spool;

  /**
   * @param policy says what is recorded
   */
  public AuditSink(CurrentPolicy policy) {
    this.policy = policy;
  }

  /** How many operations changed something and were not recorded, because a rule says so. */
  public long skipped() {
    return skipped.sum();
  }

  /**
   * Lets every record from now on say this of the clock, as {@code OperationExtras} lays it out.
   */
  public void timedBy(byte[] block) {
    clock = block;
  }

  /**
   * Writes that auditing starts, then what has waited, and goes on with {@code opened}.
   *
   * @param circumstances what an auditor must know of this run: the policy in force, what is off
   */
  public synchronized void open(SpoolWriter opened, Map<String, ?> circumstances) {
    opened.note("AUDIT_STARTED", NoteDetail.json(circumstances));
    for (Object record = waiting.poll(); record != null; record = waiting.poll()) {
      write(opened, record);
    }
    if (lostWaiting > 0) {
      opened.lost(LossReason.NOT_OPEN, lostWaiting);
    }
    spool = opened;
  }

  @Override
  public void accept(Operation operation) {
    // A request made is recorded by the service called, as a request served.
    if (operation.layer() == Layer.HTTP_CLIENT) {
      return;
    }
    if (operation.subject().isRecorded(policy.policy().audit())) {
      extend(operation);
      record(operation);
    } else if (operation.subject().changesSomething()) {
      skipped.increment();
    }
  }

  @Override
  public void decided(long transaction, int fromOrdinal, int toOrdinal, Outcome outcome) {
    long now = System.currentTimeMillis() * 1_000;
    SpoolWriter open = spool;
    if (open != null) {
      open.appendOutcome(transaction, fromOrdinal, toOrdinal, outcome, now);
    } else {
      record(new Decision(transaction, fromOrdinal, toOrdinal, outcome, now));
    }
  }

  /**
   * Notes what else an auditor must know; it may wait, but is not skipped, whatever the policy
   * says. Any thread.
   *
   * @param what what happened, in capitals
   * @param detail more of it, by name: texts, numbers, booleans and iterables of these
   */
  @Override
  public void accept(String what, Map<String, ?> detail) {
    record(new Note(System.currentTimeMillis() * 1_000, what, NoteDetail.json(detail)));
  }

  private void extend(Operation operation) {
    Actor actor = operation.context().actor();
    if (actor != null) {
      operation.extend(actor.extras());
    }
    operation.extend(clock);
  }

  private void record(Object record) {
    SpoolWriter open = spool;
    if (open == null) {
      synchronized (this) {
        open = spool;
        if (open == null) {
          if (waiting.size() < MOST_WAITING) {
            waiting.add(record);
          } else {
            lostWaiting++;
          }
          return;
        }
      }
    }
    write(open, record);
  }

  private static void write(SpoolWriter open, Object record) {
    if (record instanceof Operation operation) {
      open.append(operation);
    } else if (record instanceof Note note) {
      open.note(note.epochMicros, note.what, note.detail);
    } else {
      Decision decision = (Decision) record;
      open.appendOutcome(
          decision.transaction,
          decision.fromOrdinal,
          decision.toOrdinal,
          decision.outcome,
          decision.epochMicros);
    }
  }
}
