package io.heddle.agent.jdbc.transaction;

import io.heddle.audit.spool.Outcome;

/**
 * What a {@link TransactionProbe} has read. Mutable, so that reading allocates nothing; guarded by
 * the lock of the connection's state.
 */
public final class Reading {
  /** Position of a transaction whose driver does not tell one. */
  public static final long NO_POSITION = -1;

  private TransactionStatus status = TransactionStatus.UNREADABLE;
  private boolean tellsAutoCommit;
  private boolean autoCommit;
  private long identity;
  private long position = NO_POSITION;
  private boolean escapesByBackslash;
  private boolean maySplitTexts;
  private int commits;
  private int rollbacks;
  private boolean tellsEnds;
  private Outcome ended;
  private boolean isSuspended;
  private boolean isHeard;
  private boolean tellsBegun;
  private boolean hasBegun;

  /** Forgets what was read before: the driver does not say. */
  public void clear() {
    status = TransactionStatus.UNREADABLE;
    tellsAutoCommit = false;
    identity = 0;
    position = NO_POSITION;
    escapesByBackslash = false;
    maySplitTexts = false;
    commits = 0;
    rollbacks = 0;
    tellsEnds = false;
    ended = null;
    isSuspended = false;
    isHeard = false;
    tellsBegun = false;
    hasBegun = false;
  }

  /** Nothing but what has been counted is known. */
  void unreadable() {
    int committed = commits;
    int rolledBack = rollbacks;
    clear();
    ends(committed, rolledBack);
  }

  /** The transaction is in that state. */
  public void status(TransactionStatus read) {
    status = read;
  }

  /** Auto-commit is switched so. */
  public void autoCommit(boolean isOn) {
    tellsAutoCommit = true;
    autoCommit = isOn;
  }

  /** Auto-commit was switched so when the server last said it. */
  public void heardAutoCommit(boolean isOn) {
    autoCommit(isOn);
    isHeard = true;
  }

  /**
   * Whether the driver has begun a transaction, and begins no other until its own commit or
   * rollback.
   */
  public void hasBegun(boolean has) {
    tellsBegun = true;
    hasBegun = has;
  }

  boolean isHeard() {
    return isHeard;
  }

  boolean tellsBegun() {
    return tellsBegun;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /**
   * Which transaction is open.
   *
   * @param number differs from that of the transaction before; 0 if the driver does not tell
   */
  public void identity(long number) {
    identity = number;
  }

  /**
   * How much the open transaction has written: it grows with each change and falls when changes are
   * undone.
   */
  public void position(long count) {
    position = count;
  }

  /** Whether a backslash escapes the next character of a plain text literal. */
  public void escapesByBackslash(boolean does) {
    escapesByBackslash = does;
  }

  /**
   * Whether the driver may send each statement of a text by itself, as the simple protocol does.
   */
  public void maySplitTexts(boolean may) {
    maySplitTexts = may;
  }

  /** How many transactions that wrote have ended since the last reading, in each way. */
  public void ends(int committed, int rolledBack) {
    commits = committed;
    rollbacks = rolledBack;
  }

  /**
   * How the transaction has ended that was open at the last reading.
   *
   * @param outcome null if none has ended, or the driver does not know
   */
  public void ended(Outcome outcome) {
    tellsEnds = true;
    ended = outcome;
  }

  /**
   * The transaction that was open at the last reading still is, though the connection does not work
   * in it: a branch of a distributed one waits for its end.
   */
  public void suspended() {
    isSuspended = true;
  }

  boolean tellsEnds() {
    return tellsEnds;
  }

  Outcome ended() {
    return ended;
  }

  boolean isSuspended() {
    return isSuspended;
  }

  TransactionStatus status() {
    return status;
  }

  /** Whether it says that auto-commit is off, as it does for a driver that has forgotten. */
  boolean isManual() {
    return tellsAutoCommit && !autoCommit;
  }

  boolean isReadable() {
    return status != TransactionStatus.UNREADABLE;
  }

  boolean tellsAutoCommit() {
    return tellsAutoCommit;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  long identity() {
    return identity;
  }

  long position() {
    return position;
  }

  boolean escapesByBackslash() {
    return escapesByBackslash;
  }

  boolean maySplitTexts() {
    return maySplitTexts;
  }

  int commits() {
    return commits;
  }

  int rollbacks() {
    return rollbacks;
  }

  void copyTo(Reading other) {
    other.status = status;
    other.tellsAutoCommit = tellsAutoCommit;
    other.autoCommit = autoCommit;
    other.identity = identity;
    other.position = position;
    other.escapesByBackslash = escapesByBackslash;
    other.maySplitTexts = maySplitTexts;
    other.commits = commits;
    other.rollbacks = rollbacks;
    other.tellsEnds = tellsEnds;
    other.ended = ended;
    other.isSuspended = isSuspended;
    other.isHeard = isHeard;
    other.tellsBegun = tellsBegun;
    other.hasBegun = hasBegun;
  }
}
