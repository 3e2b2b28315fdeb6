package io.heddle.agent.jdbc.transaction;

import java.util.HashSet;
import java.util.Set;

/**
 * Which tables of MariaDB and MySQL have been seen to roll back. Tables of some engines (Aria,
 * MyISAM) keep what was written; a rollback of theirs succeeds with a warning, a close or a failed
 * statement says nothing. So a table is trusted once a transaction that wrote to it was rolled back
 * without a warning. Guarded by the lock of the connection's state.
 *
 * <p>Bound: {@link #MOST} tables; beyond, no further one is trusted.
 */
final class RollbackProof {
  private static final int MOST = 1_024;

  private final Set<String> proven = new HashSet<>();
  private final Set<String> tried = new HashSet<>();

  /** Whether what is written to that table is undone with its transaction. */
  boolean isProven(String table) {
    return proven.contains(table);
  }

  /** The open transaction has written to a table. */
  void tried(String table) {
    if (tried.size() < MOST) {
      tried.add(table);
    }
  }

  /** The open transaction was rolled back. */
  void rolledBack(boolean isWarned) {
    if (!isWarned && proven.size() + tried.size() <= MOST) {
      proven.addAll(tried);
    }
    tried.clear();
  }

  /** The open transaction ended otherwise. */
  void ended() {
    tried.clear();
  }

  /** Tables may have been changed, or names may mean others. */
  void forget() {
    proven.clear();
    tried.clear();
  }
}
