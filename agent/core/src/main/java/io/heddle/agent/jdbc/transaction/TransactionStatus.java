package io.heddle.agent.jdbc.transaction;

/** What a driver holds of its connection's transaction. */
public enum TransactionStatus {
  /** No transaction is open: a write now would commit by itself, or begin one. */
  NONE,
  /** A transaction is open. */
  OPEN,
  /** A transaction is open, a statement of it has failed, and it can only be rolled back. */
  ABORTED,
  /** The driver does not say. */
  UNREADABLE
}
