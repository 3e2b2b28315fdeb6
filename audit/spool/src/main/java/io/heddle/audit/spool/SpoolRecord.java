package io.heddle.audit.spool;

import java.util.Arrays;

/** What a {@link SpoolReader} finds: a record, or bytes that should have been one. */
public sealed interface SpoolRecord {
  /**
   * A captured operation; the components are those of {@link CapturedOperation}, texts decoded.
   *
   * @param isTruncated whether a text was longer than a record may hold, and was cut, or extras
   *     were left out
   */
  record OperationRecord(
      long seq,
      Layer layer,
      OperationType operationType,
      Outcome outcome,
      String tenant,
      String actor,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      long startEpochMicros,
      long durationNanos,
      String target,
      String statement,
      long rows,
      int status,
      String error,
      long transaction,
      int ordinal,
      boolean isTruncated,
      OperationExtras extras)
      implements SpoolRecord {
    /** The same with other extras. */
    public OperationRecord with(OperationExtras others) {
      return new OperationRecord(
          seq,
          layer,
          operationType,
          outcome,
          tenant,
          actor,
          traceIdHigh,
          traceIdLow,
          spanId,
          startEpochMicros,
          durationNanos,
          target,
          statement,
          rows,
          status,
          error,
          transaction,
          ordinal,
          isTruncated,
          others);
    }
  }

  /** What became of the pending writes {@code fromOrdinal} to {@code toOrdinal - 1}. */
  record OutcomeRecord(
      long seq, long epochMicros, long transaction, int fromOrdinal, int toOrdinal, Outcome outcome)
      implements SpoolRecord {}

  /**
   * A transaction is about to commit; its writes so far are recorded. What became of it follows as
   * an {@link OutcomeRecord}; if none does, only the database knows.
   *
   * @param toOrdinal behind its last write
   * @param database where to ask, without secrets; empty if it cannot be asked
   * @param databaseId the database's own ID of the transaction; empty if it has none
   */
  record IntentRecord(
      long seq,
      long epochMicros,
      long transaction,
      int toOrdinal,
      String database,
      String databaseId)
      implements SpoolRecord {}

  /** So many operations were captured but never written. */
  record LossRecord(long seq, long epochMicros, long count, LossReason reason)
      implements SpoolRecord {}

  /** A JVM began to record. */
  record BootRecord(
      long seq, long epochMicros, String node, String service, String version, String jvm, long pid)
      implements SpoolRecord {}

  /** A JVM began to shut down in an orderly way; records may still follow. */
  record CloseRecord(long seq, long epochMicros) implements SpoolRecord {}

  /**
   * A tenant's key, as it may be kept; records behind it may hold detail sealed with it.
   *
   * @param wrapped laid out as {@code docs/formats/PRIVACY.md} says; not looked into here
   */
  record KeyRecord(long seq, long epochMicros, byte[] wrapped) implements SpoolRecord {
    @Override
    public boolean equals(Object other) {
      return other instanceof KeyRecord key
          && key.seq == seq
          && key.epochMicros == epochMicros
          && Arrays.equals(key.wrapped, wrapped);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(seq);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "KeyRecord[seq=" + seq + ", epochMicros=" + epochMicros + "]";
    }
  }

  /**
   * What else an auditor must know of a run: that auditing was paused, that its policy changed.
   *
   * @param what what happened, in capitals, such as {@code AUDIT_PAUSED}
   * @param detail a JSON object that says more; both as they were written, cut if they were too
   *     long
   */
  record NoteRecord(long seq, long epochMicros, String what, String detail)
      implements SpoolRecord {}

  /** A record of a type that this version does not know; its bytes are sound. */
  record UnknownRecord(long seq, int type) implements SpoolRecord {}

  /**
   * Bytes that cannot be read, or records that are missing.
   *
   * @param firstSeq the first sequence number concerned
   * @param lastSeq the last one; below {@code firstSeq} if it is not known how many there were
   * @param segment index of the segment
   * @param offset where in the segment, in bytes
   * @param sizeBytes how many bytes are skipped
   * @param reason what is wrong, for a person
   */
  record Damage(
      long firstSeq, long lastSeq, long segment, long offset, long sizeBytes, String reason)
      implements SpoolRecord {}
}
