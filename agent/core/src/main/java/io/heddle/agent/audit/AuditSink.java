package io.heddle.agent.audit;

import io.heddle.agent.context.Actor;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.jdbc.transaction.DatabaseTransaction;
import io.heddle.agent.jdbc.transaction.Intent;
import io.heddle.agent.jdbc.transaction.OutcomeSink;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationSink;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.BegunBy;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Guarantee;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
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
  private static final byte[] NOTHING = {};
  static final int MOST_WAITING = 20_000;

  /** How long a commit that must be recorded waits for the start of the agent to end. */
  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A transaction decided before the spool was open. */
  private record Decision(
      long transaction, int fromOrdinal, int toOrdinal, Outcome outcome, long epochMicros) {}

  /** What else happened before the spool was open. */
  private record Note(long epochMicros, String what, String detail) {}

  private final CurrentPolicy policy;
  private final boolean isEnabled;
  private final LongAdder skipped = new LongAdder();
  private final Queue<Object> waiting = new ArrayDeque<>();
  private long lostWaiting;

  /** Why the spool could not be opened the last time; empty if nothing is known to be wrong. */
  private volatile String unopened = "";

  /** Null until a transaction was promised more. Volatile: whoever sees it sees all of it. */
  private volatile DurableCommits durable;

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
   * Null while nothing can be sealed. Volatile, so that whoever sees it sees all of it; it is set
   * before the spool is opened if the policy asked for it by then.
   */
  private volatile DetailSealer sealer;

  /**
   * @param policy says what is recorded
   * @param isEnabled whether anything is; if not nobody calls {@link #open}
   */
  public AuditSink(CurrentPolicy policy, boolean isEnabled) {
    this.policy = policy;
    this.isEnabled = isEnabled;
  }

  /** How many operations changed something and were not recorded, because a rule says so. */
  public long skipped() {
    return skipped.sum();
  }

  /** How many records wait for the spool to be opened. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How commits fared that were promised more; null if none was. */
  public DurableCommits durable() {
    return durable;
  }

  /** Whether there was nothing that a rule could have recorded or left out. */
  public boolean sawNothing() {
    return skipped.sum() == 0;
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
    if (durable != null) {
      opened.mark(); // before the first of the records that are to be durable
    }
    opened.note("AUDIT_STARTED", NoteDetail.json(circumstances));
    for (Object record = waiting.poll(); record != null; record = waiting.poll()) {
      write(opened, record);
    }
    if (lostWaiting > 0) {
      opened.lost(LossReason.NOT_OPEN, lostWaiting);
      opened.distrust();
    }
    spool = opened;
    notifyAll();
  }

  /** A tenant's key; null while there is none, or if it cannot be recorded. */
  public TenantKey keyOf(String tenant) {
    DetailSealer able = sealer;
    return able == null ? null : able.key(tenant);
  }

  /** From now on detail can be sealed. */
  void sealWith(DetailSealer able) {
    sealer = able;
  }

  @Override
  public void accept(Operation operation) {
    // A request made is recorded by the service called, as a request served.
    if (operation.layer() == Layer.HTTP_CLIENT) {
      return;
    }
    if (operation.isAnnounced()) {
      decided(
          operation.transaction(),
          operation.ordinal(),
          operation.ordinal() + 1,
          operation.outcome());
    } else if (operation.subject().isRecorded(policy.policy().audit())) {
      complete(operation);
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

  @Override
  public Guarantee promised(Subject subject) {
    return isEnabled ? subject.guarantee(policy.policy().audit()) : null;
  }

  @Override
  public long mark() {
    if (durable == null) {
      begin();
    }
    SpoolWriter open = spool;
    return open == null ? 0 : open.mark();
  }

  @Override
  public void announce(Operation operation) {
    complete(operation);
    record(operation);
  }

  @Override
  public SyncFailure intend(Intent intent, DatabaseTransaction known) {
    if (spool == null) {
      awaitSpool();
    }
    return durable.commit(spool, intent, known);
  }

  @Override
  public String problem() {
    SpoolWriter open = spool;
    return open == null ? unopened : DurableCommits.problem(open);
  }

  /** The spool could not be opened, and will be tried again. */
  public synchronized void cannotOpen(IOException failure) {
    unopened = failure.toString();
    notifyAll();
  }

  /**
   * Waits for the spool to be opened; while nothing is known to be wrong with it for longer, lest
   * an application that starts is refused its first writes. An interrupt ends the wait.
   */
  private synchronized void awaitSpool() {
    long began = System.nanoTime();
    while (spool == null) {
      long patience = unopened.isEmpty() ? OPENING_NANOS : DurableCommits.PATIENCE_NANOS;
      long left = patience - (System.nanoTime() - began);
      if (left <= 0) {
        return;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized void begin() {
    if (durable == null) {
      durable = new DurableCommits(this);
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

  /** Adds what only records say. */
  private void complete(Operation operation) {
    operation.recordedAs(operation.subject().recordedAs(policy.policy().audit()));
    Actor actor = operation.context().actor();
    if (actor != null) {
      operation.extend(actor.extras());
    }
    operation.extend(clock);
    TenantContext request = operation.context().begunBy();
    if (request != null) {
      operation.extend(begunBy(request));
    }
  }

  private static byte[] begunBy(TenantContext request) {
    BegunBy named = new BegunBy(request.traceIdHigh(), request.traceIdLow(), request.tenant().id());
    return OperationExtras.with(NOTHING, OperationExtras.BEGUN_BY, named.value());
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

  private void write(SpoolWriter open, Object record) {
    if (record instanceof Operation operation) {
      if (operation.written() != null) {
        RowExtras.add(sealer, operation); // before detail, which takes what room there is
      }
      if (operation.detail() != null) {
        DetailSealer.seal(sealer, operation);
      }
      if (!open.append(operation) && operation.promised() != null) {
        open.distrust();
      }
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
