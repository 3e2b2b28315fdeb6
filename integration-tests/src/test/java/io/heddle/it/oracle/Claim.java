package io.heddle.it.oracle;

import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.it.harness.ArchivedOperation;
import java.util.Locale;

/** What a record says of a statement. */
record Claim(
    OperationType type,
    String target,
    String statement,
    Outcome outcome,
    long rows,
    String error,
    long transaction,
    int ordinal) {
  static Claim of(OperationRecord record) {
    return new Claim(
        record.operationType(),
        record.target(),
        record.statement(),
        record.outcome(),
        record.rows(),
        record.error(),
        record.transaction(),
        record.ordinal());
  }

  /** As the packaged command has printed it; its transaction is not in there. */
  static Claim of(ArchivedOperation archived) {
    return new Claim(
        OperationType.valueOf(constant(archived.operation())),
        archived.target(),
        archived.statement(),
        Outcome.valueOf(constant(archived.outcome())),
        archived.rows(),
        archived.error(),
        0,
        0);
  }

  private static String constant(String printed) {
    return printed.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  Claim decided(Outcome decided) {
    return new Claim(type, target, statement, decided, rows, error, transaction, ordinal);
  }

  /** Whether a history begins behind it. */
  boolean isBegin() {
    return isMark("history_begins");
  }

  /** Whether all histories of a round are over. */
  boolean isEnd() {
    return isMark("round_ends");
  }

  /** The tables of marks are created once, and updated from then on. */
  private boolean isMark(String table) {
    return type == OperationType.UPDATE && target.equals(table);
  }
}
