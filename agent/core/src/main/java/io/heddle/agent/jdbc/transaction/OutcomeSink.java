package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.Guarantee;

/**
 * Takes what becomes of the writes of a transaction.
 *
 * <p>Where more is promised of them than to survive the process, it goes so: {@link #mark} before
 * the first of them is recorded, {@link #intend} before they are committed, {@link #decided} after.
 */
public interface OutcomeSink {
  /**
   * The writes from {@code fromOrdinal} up to but excluding {@code toOrdinal}, as far as they are
   * still pending, ended so. Must not block or throw.
   */
  void decided(long transaction, int fromOrdinal, int toOrdinal, Outcome outcome);

  /** What committed writes of that kind are promised; null for nothing more. */
  Guarantee promised(Subject subject);

  /** What {@link Intent#mark} is for a transaction whose first promised write is to be recorded. */
  long mark();

  /** Records a write that commits by itself, before it runs. Must not block or throw. */
  void announce(Operation operation);

  /**
   * Waits until all records of a transaction are durable; not for long, and without throwing.
   *
   * @return why they are not known to be; null if they are
   */
  SyncFailure intend(Intent intent, DatabaseTransaction known);

  /** Where records are kept and what is wrong with it, for whoever is refused a commit. */
  String problem();
}
