package io.heddle.agent.jdbc.transaction;

import io.heddle.audit.spool.Outcome;
import java.lang.ref.WeakReference;

/**
 * Whether a transaction is open on one connection, now and before the call that has just returned:
 * what the driver holds of it, or, where it holds nothing, what calls and words imply. Guarded by
 * the lock of the connection's state.
 */
final class TransactionView {
  private final TransactionRules rules;

  /** Weak: the state of a connection is the value of a weak map, and must not keep its key. */
  private final WeakReference<Object> holder;

  /** Weak: the driver's class keeps it, and it refers to that class. Null if there is none. */
  private final WeakReference<TransactionProbe> probe;

  private final Object attached;
  private final String server;
  private final boolean countsEnds;
  private Reading before = new Reading();
  private Reading now = new Reading();
  private boolean autoCommit;
  private boolean autoCommitBefore;
  private boolean inferredBefore;
  private boolean begunBySql;
  private boolean begunBySavepoint;

  /** What the driver holds is older than its last failure. */
  private boolean isStale;

  /** The transaction that was open before the call has ended in it. */
  private boolean hasEndedInCall;

  /** Whether the driver says that it has begun a transaction, and what it last said. */
  private boolean tellsBegun;

  private boolean hasBegun;

  /** Of a driver that says so: whether a transaction is open in the database. */
  private boolean isOpenInside;

  /** What the driver has heard of auto-commit may be older than its last switch. */
  private boolean maySwitch;

  /** SQLite has undone the transaction inside a statement; until the next BEGIN none is open. */
  private boolean fellOut;

  /**
   * Something failed: SQLite, or its driver, may have left a transaction open that nobody began.
   */
  private boolean hasDoubtfulEnd;

  /** H2 may have been told to begin. */
  private boolean mayBeBegun;

  private boolean mayHaveBeenBegun;

  /**
   * @param probe null if there is none
   * @param holder what the probe reads; weakly held
   */
  TransactionView(
      TransactionRules rules, TransactionProbe probe, Object holder, boolean autoCommit) {
    this.rules = rules;
    this.probe = new WeakReference<>(probe);
    this.holder = new WeakReference<>(holder);
    this.autoCommit = autoCommit;
    this.attached = attach(probe, holder);
    this.server = rules.mayKeepRows() ? server(probe, holder) : null;
    this.countsEnds = attached instanceof EndedTransactions;
    look();
    look();
    if (now.isManual() && autoCommit && forgetsBetweenCalls()) {
      now.autoCommit(autoCommit);
      now.copyTo(before);
      this.autoCommit = autoCommit;
    }
  }

  /** Reads anew before a call, unless what the driver holds is older than its last failure. */
  void lookBefore() {
    if (isStale) {
      keep();
      return;
    }
    look();
    boolean isOther = !before.isManual() || now.status() != before.status();
    if (now.isManual() && isOther && forgetsBetweenCalls()) {
      before.copyTo(now);
      autoCommit = autoCommitBefore;
      isStale = true;
    }
  }

  /**
   * Reads anew after a call that cannot have switched auto-commit: if it seems to have, the driver
   * has forgotten what it held.
   */
  void lookAfterWrites() {
    look();
    boolean wasOn = before.tellsAutoCommit() && before.autoCommit();
    if (wasOn && now.isManual() && forgetsBetweenCalls()) {
      before.copyTo(now);
      autoCommit = autoCommitBefore;
      isStale = true;
    }
  }

  private boolean forgetsBetweenCalls() {
    TransactionProbe known = probe.get();
    return known != null && known.forgetsBetweenCalls();
  }

  private static Object attach(TransactionProbe probe, Object holder) {
    try {
      return probe == null ? null : probe.attach(holder);
    } catch (Throwable unable) {
      return null;
    }
  }

  private static String server(TransactionProbe probe, Object holder) {
    try {
      return probe == null ? null : probe.server(holder);
    } catch (Throwable unable) {
      return null;
    }
  }

  /** The one server that the connection is with; null if it is not known. */
  String server() {
    return server;
  }

  /** The database that names of tables are read in; null if it is not known. */
  String schema() {
    Object asked = holder.get();
    TransactionProbe known = probe.get();
    try {
      return asked == null || known == null ? null : known.schema(asked);
    } catch (Throwable unable) {
      return null;
    }
  }

  /** Reads anew; what was read before is what things were like before the call. */
  void look() {
    isStale = false;
    Reading oldest = before;
    before = now;
    now = oldest;
    now.clear();
    remember();
    Object asked = holder.get();
    TransactionProbe known = probe.get();
    if (asked != null && known != null) {
      try {
        known.read(asked, attached, now);
      } catch (Throwable unable) {
        now.unreadable(); // closed, most often
      }
      if (now.tellsAutoCommit() && !hearsAutoCommit()) {
        autoCommit = now.autoCommit();
      }
      mayBeBegun &= !autoCommit;
      hasDoubtfulEnd &= now.commits() == 0 && now.rollbacks() == 0;
      if (now.tellsBegun()) {
        isOpenInside |= now.hasBegun() && !hasBegun;
        tellsBegun = true;
        hasBegun = now.hasBegun();
      }
    }
  }

  /**
   * Reads anew after a call that failed, unless what the driver holds is older than the failure.
   */
  void lookAfterFailure() {
    TransactionProbe known = probe.get();
    if (known != null && !known.holdsAfterFailure()) {
      keep();
      isStale = true;
    } else {
      look();
    }
  }

  /**
   * What failed may have opened a transaction, which the driver does not say: a reading that says
   * none is open would be the end of it.
   */
  void mayBeOpen() {
    if (isStale && now.status() == TransactionStatus.NONE) {
      now.status(TransactionStatus.OPEN);
    }
  }

  private void keep() {
    now.copyTo(before);
    remember();
  }

  private void remember() {
    hasEndedInCall = false;
    autoCommitBefore = autoCommit;
    inferredBefore = inferred();
    mayHaveBeenBegun = mayBeBegun;
  }

  boolean isReadable() {
    return now.isReadable();
  }

  /** Whether the driver tells one transaction from the next. */
  boolean tellsTransactions() {
    return now.identity() != 0 || before.identity() != 0;
  }

  boolean isOpen() {
    return now.isReadable() ? now.status() != TransactionStatus.NONE : inferred();
  }

  boolean wasOpen() {
    return before.isReadable() ? before.status() != TransactionStatus.NONE : inferredBefore;
  }

  boolean isAborted() {
    return now.status() == TransactionStatus.ABORTED;
  }

  boolean wasAborted() {
    return before.status() == TransactionStatus.ABORTED && !hasEndedInCall;
  }

  boolean isAutoCommit() {
    return autoCommit;
  }

  boolean wasAutoCommit() {
    return autoCommitBefore;
  }

  /** Whether auto-commit is switched otherwise than before the call. */
  boolean hasSwitched() {
    return autoCommit != autoCommitBefore;
  }

  /** Whether a write before the call would have been part of a transaction. */
  boolean wasTransactional() {
    return isOpenInAutoCommit(before) && wasOpen() || !autoCommitBefore && !hasFallenOut();
  }

  /** Whether the next write commits by itself. */
  boolean commitsByItself() {
    boolean isJoined = isOpenInAutoCommit(now) && isOpen();
    return !isJoined && (autoCommit || hasFallenOut());
  }

  /**
   * Whether writes would join a transaction that is open with auto-commit on. BEGIN of H2 switches
   * that off: what is open with it on is of a result set that is still read.
   */
  private boolean isOpenInAutoCommit(Reading reading) {
    boolean isKnownBySwitch = rules.endSwitchesAutoCommitOn() && reading.isReadable();
    return rules.beginOpens() && !isKnownBySwitch;
  }

  /** Whether the transaction that was open before the call is open no longer. */
  boolean hasEnded() {
    if (now.ended() != null) {
      return true;
    }
    boolean isOver = now.status() == TransactionStatus.NONE && !now.isSuspended();
    return now.isReadable()
        && before.isReadable()
        && (before.status() != TransactionStatus.NONE || before.isSuspended())
        && (isOver || now.identity() != before.identity());
  }

  /** Whether the driver says how transactions end. */
  boolean tellsEnds() {
    return now.tellsEnds();
  }

  /** How the transaction that was open before the call has ended; null if it does not say. */
  Outcome endedAs() {
    return now.ended();
  }

  /** Whether the transaction that was open goes on, though the connection does not work in it. */
  boolean isSuspended() {
    return now.isSuspended();
  }

  /** Whether the call has left something written in the open transaction; false if unknown. */
  boolean hasGrown() {
    long from = before.identity() == now.identity() ? before.position() : 0;
    return now.position() > Math.max(0, from);
  }

  /** Whether {@link #hasGrown} is known. */
  boolean tellsPosition() {
    return now.position() != Reading.NO_POSITION || before.position() != Reading.NO_POSITION;
  }

  long position() {
    return now.position();
  }

  boolean maySplitTexts() {
    return now.maySplitTexts();
  }

  boolean escapesByBackslash() {
    return now.escapesByBackslash();
  }

  /** Whether the driver counts the transactions that end. */
  boolean countsEnds() {
    return countsEnds;
  }

  int commits() {
    return now.commits();
  }

  int rollbacks() {
    return now.rollbacks();
  }

  /**
   * Whether all that the driver holds of its transaction is what the server has last said of
   * auto-commit, as H2's does of a server in another process. Calls and words are followed, and
   * then held against that.
   */
  boolean hearsAutoCommit() {
    return now.isHeard();
  }

  /** Whether the driver has heard otherwise of auto-commit than calls and words imply. */
  boolean isContradicted() {
    return hearsAutoCommit() && now.autoCommit() != autoCommit;
  }

  /** Takes auto-commit as the driver has heard of it. */
  void listen() {
    if (hearsAutoCommit()) {
      autoCommit = now.autoCommit();
      if (autoCommit) {
        ended();
      }
    }
  }

  /** What the driver has last heard of auto-commit. */
  boolean heardAutoCommit() {
    return now.autoCommit();
  }

  /** A call may have switched auto-commit without the driver's being told. */
  void mayHaveSwitched() {
    maySwitch = true;
  }

  /** The server has told the driver anew. */
  void isTold() {
    maySwitch = false;
  }

  /** Whether what the driver has heard of auto-commit may be old. */
  boolean mayBeOld() {
    return maySwitch;
  }

  /** Rows that the connection has changed; -1 if the driver does not count them. */
  long changes() {
    Object asked = holder.get();
    TransactionProbe known = probe.get();
    try {
      return asked == null || known == null ? -1 : known.changes(asked);
    } catch (Throwable unable) {
      return -1;
    }
  }

  /** Whether a transaction may be open although nothing says so. */
  boolean hasDoubtfulEnd() {
    return hasDoubtfulEnd;
  }

  /**
   * Whether SQL may have begun a transaction of H2 before the call, behind which auto-commit would
   * be on again.
   */
  boolean mayHaveBeenBegun() {
    return mayHaveBeenBegun;
  }

  /**
   * Whether the driver held a transaction to be open before the call that nobody has begun:
   * MariaDB's says so behind a failure, until its server is heard again.
   */
  boolean wasOpenByHearsay() {
    return rules.mayKeepRows() && autoCommitBefore && wasOpen() && !begunBySql;
  }

  /** A text that controls the transaction ran in part, or not at all. */
  void doubtBegin() {
    mayBeBegun = rules.endSwitchesAutoCommitOn() && !autoCommit;
  }

  /** A call failed, or what it did is not known. */
  void doubtEnd() {
    hasDoubtfulEnd = countsEnds;
  }

  /** Whether the last call that succeeded had warnings, or may have had. */
  boolean hasWarnings() {
    Object asked = holder.get();
    TransactionProbe known = probe.get();
    try {
      return asked == null || known == null || known.warnings(asked) > 0;
    } catch (Throwable unable) {
      return true; // a rollback is not known to have undone all
    }
  }

  /** Auto-commit was switched. */
  void autoCommit(boolean isOn) {
    autoCommit = isOn;
    fellOut = false;
  }

  /** SQL has begun a transaction. */
  void begunBySql() {
    mayBeBegun = false;
    begunBySql |= rules.beginOpens() || !autoCommit;
    isOpenInside = true;
    fellOut = false;
  }

  /** SQL has set a savepoint: outside of a transaction SQLite begins one. */
  void savepointSet() {
    // sqlite-jdbc switches auto-commit off with it: what counts is how it was before.
    boolean wasIn = !autoCommitBefore && !fellOut || begunBySql || begunBySavepoint;
    if (rules.savepointBegins() && !wasIn) {
      begunBySavepoint = true;
      fellOut = false;
    }
  }

  /** Whether SQL has begun the transaction that is open. */
  boolean isBegunBySql() {
    return begunBySql;
  }

  /** Whether the release of the last savepoint commits. */
  boolean isBegunBySavepoint() {
    return begunBySavepoint;
  }

  /** The transaction ended, by whatever; the next one begins as auto-commit says. */
  void ended() {
    hasEndedInCall = true;
    hasDoubtfulEnd = false;
    // H2 switches auto-commit on behind the COMMIT of a BEGIN, whatever has committed in between.
    begunBySql &= rules.endSwitchesAutoCommitOn() && now.isReadable() && !autoCommit;
    begunBySavepoint = false;
    isOpenInside = false;
  }

  /** SQL has ended what it had begun. */
  void endedBySql() {
    mayBeBegun = false;
    begunBySql = false;
  }

  /** Commit or rollback succeeded, and with auto-commit off the driver has begun anew. */
  void endedByCall() {
    ended();
    endedBySql();
    fellOut = false;
  }

  /** The database has undone the transaction although the driver does not know. */
  void fellOut() {
    ended();
    fellOut = !autoCommit;
  }

  /** Whether SQL has ended a transaction that the driver still takes to be its own. */
  private boolean hasFallenOut() {
    return tellsBegun ? hasBegun && !isOpenInside : fellOut;
  }

  private boolean inferred() {
    if (tellsBegun) {
      return isOpenInside || !autoCommit && !hasBegun;
    }
    return !autoCommit && !fellOut || begunBySql || begunBySavepoint;
  }
}
