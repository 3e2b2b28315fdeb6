package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionStatus;

/**
 * The status flags of MySQL's protocol ({@code SERVER_STATUS_…} in its documentation, <i>Status
 * Flags</i>), which MariaDB shares.
 */
final class StatusFlags {
  private static final int IN_TRANSACTION = 1;
  private static final int AUTO_COMMIT = 2;
  private static final int NO_BACKSLASH_ESCAPES = 512;

  private StatusFlags() {}

  static void read(int flags, Reading into) {
    into.status((flags & IN_TRANSACTION) == 0 ? TransactionStatus.NONE : TransactionStatus.OPEN);
    into.autoCommit((flags & AUTO_COMMIT) != 0);
    into.escapesByBackslash((flags & NO_BACKSLASH_ESCAPES) == 0);
  }
}
