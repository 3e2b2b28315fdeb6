package io.heddle.audit.spool;

/**
 * A finished operation as {@link SpoolWriter#append} reads it: on the thread that captured it,
 * once, without keeping a reference.
 *
 * <p>Texts are UTF-8 bytes, so that text which is the same for every request (a tenant's ID, a
 * normalised statement) is encoded once where it is interned and only copied here. An empty array
 * means "none". No accessor may allocate, block or throw.
 */
public interface CapturedOperation {
  /** Where the operation was seen. */
  Layer layer();

  /** What it does to its target. */
  OperationType operationType();

  /** How it ended; {@link Outcome#PENDING} if {@link #transaction()} decides later. */
  Outcome outcome();

  /** The tenant's ID, {@code ~none} or {@code ~invalid}. */
  byte[] tenantUtf8();

  /** Who did it, as the application's authentication names them; empty if unknown. */
  byte[] actorUtf8();

  /** The first 8 bytes of the W3C trace ID, big-endian. */
  long traceIdHigh();

  /** The last 8 bytes of the W3C trace ID, big-endian. */
  long traceIdLow();

  /** The W3C span ID, big-endian; never 0. */
  long spanId();

  /** Start, in microseconds since 1970-01-01T00:00:00Z. */
  long startEpochMicros();

  /** Duration in nanoseconds, at least 0. */
  long durationNanos();

  /** A table, or the host of an HTTP request; empty if none could be named. */
  byte[] targetUtf8();

  /** The normalised statement (no literals), or {@code METHOD route}. */
  byte[] statementUtf8();

  /** Rows changed as the driver reported them, or -1 if it did not say. */
  long rows();

  /** The HTTP status code, or 0 for other layers. */
  int status();

  /** SQLState, or the class name of the exception; empty if the operation succeeded. */
  byte[] errorUtf8();

  /**
   * Identifies the transaction within this JVM's run, from 1 up; 0 if the operation stands for
   * itself (auto-commit, HTTP).
   */
  long transaction();

  /** Position among the writes of its transaction, from 0 up. */
  int ordinal();

  /** What else there is to say, laid out by {@link OperationExtras}; empty if nothing. */
  byte[] extras();
}
