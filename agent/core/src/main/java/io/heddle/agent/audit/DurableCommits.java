package io.heddle.agent.audit;

import io.heddle.agent.jdbc.transaction.DatabaseTransaction;
import io.heddle.agent.jdbc.transaction.Intent;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.Guarantee;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Makes records durable before a commit, counts how that went, and notes where it did not. Any
 * thread; nobody waits for longer than {@link #PATIENCE_NANOS}.
 */
public final class DurableCommits {
  /** So that a commit is refused within a second, whatever the disk does. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  /** One note for all commits of a second: an outage must not fill what is left of the disk. */
  private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BiConsumer<String, Map<String, ?>> notes;
  private final LongAdder refused = new LongAdder();
  private final AtomicLongArray failures = new AtomicLongArray(SyncFailure.values().length);

  /** Volatile: asked without a lock by every commit; the rest is guarded by this. */
  private volatile boolean isAnyUntold;

  private final TreeSet<String> untoldReasons = new TreeSet<>();
  private long untoldRefused;
  private long untoldGoneOn;
  private long firstUntold;
  private long lastUntold;
  private long toldNanoTime = System.nanoTime() - NOTE_NANOS;

  /**
   * @param notes takes what an auditor must know
   */
  DurableCommits(BiConsumer<String, Map<String, ?>> notes) {
    this.notes = notes;
  }

  /** How many commits were refused because they could not be recorded. */
  public long refused() {
    return refused.sum();
  }

  /** How many commits could not be recorded durably, and were refused or went on all the same. */
  public long failures(SyncFailure reason) {
    return failures.get(reason.ordinal());
  }

  /** Notes what was not noted yet. */
  public synchronized void tell() {
    if (isAnyUntold) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("refused", untoldRefused);
      detail.put("went_on", untoldGoneOn);
      detail.put("reasons", untoldReasons);
      detail.put("first_transaction", firstUntold);
      detail.put("last_transaction", lastUntold);
      notes.accept("COMMITS_NOT_DURABLE", detail);
      isAnyUntold = false;
      untoldReasons.clear();
      untoldRefused = 0;
      untoldGoneOn = 0;
      toldNanoTime = System.nanoTime();
    }
  }

  /**
   * Records that a transaction is about to commit, and waits until that and all it has written is
   * durable.
   *
   * @param spool null if there is none
   * @return why it is not known to be durable; null if it is
   */
  SyncFailure commit(SpoolWriter spool, Intent intent, DatabaseTransaction known) {
    SyncFailure failure = null;
    if (spool == null) {
      failure = SyncFailure.NOT_OPEN;
    } else if (!spool.appendIntent(
        intent.transaction(), intent.toOrdinal(), known.database(), known.id())) {
      failure = SyncFailure.LOST;
    } else {
      failure = spool.sync(intent.mark(), PATIENCE_NANOS);
    }
    if (failure != null) {
      failed(intent, failure);
    } else if (isAnyUntold) {
      tell();
    }
    return failure;
  }

  /** Where the spool is and what was wrong with it the last time. */
  static String problem(SpoolWriter spool) {
    String said = spool.syncTimes() == null ? "" : spool.syncTimes().problem();
    return spool.directory() + (said.isEmpty() ? "" : ", " + said);
  }

  private void failed(Intent intent, SyncFailure failure) {
    boolean isRefused = intent.promised() == Guarantee.FAIL_CLOSED;
    failures.incrementAndGet(failure.ordinal());
    if (isRefused) {
      refused.increment();
    }
    synchronized (this) {
      firstUntold = isAnyUntold ? firstUntold : intent.transaction();
      lastUntold = intent.transaction();
      untoldRefused += isRefused ? 1 : 0;
      untoldGoneOn += isRefused ? 0 : 1;
      untoldReasons.add(failure.name());
      isAnyUntold = true;
      if (System.nanoTime() - toldNanoTime >= NOTE_NANOS) {
        tell();
      }
    }
  }
}
