package io.heddle.exporter.telemetry;

/**
 * A finished operation as the exporter reads it, on the exporter's thread, after the operation has
 * ended and can no longer change.
 */
public interface FinishedOperation {
  /** The role of the operation in its trace. */
  enum Kind {
    /** A request served. */
    SERVER,
    /** A call to another system. */
    CLIENT,
    /** Work inside the process. */
    INTERNAL
  }

  /** Takes the attributes of one operation, in no promised order. */
  interface AttributeConsumer {
    /** A textual attribute; {@code value} is never null. */
    void text(String key, String value);

    /** A numeric attribute. */
    void number(String key, long value);
  }

  /** The role of the operation in its trace. */
  Kind kind();

  /** The span's name by the OpenTelemetry semantic conventions, of low cardinality. */
  String spanName();

  /** The first 8 bytes of the W3C trace ID, big-endian. */
  long traceIdHigh();

  /** The last 8 bytes of the W3C trace ID, big-endian. */
  long traceIdLow();

  /** The W3C span ID, big-endian; never 0. */
  long spanId();

  /** The span ID of the parent, or 0 for a root. */
  long parentSpanId();

  /** Whether the parent lives in another process. */
  boolean hasRemoteParent();

  /** The W3C trace flags. */
  byte traceFlags();

  /** The {@code tracestate} header's value; empty if none. */
  String traceState();

  /** The tenant's ID, {@code ~none} or {@code ~invalid}. */
  String tenantId();

  /** Start, in nanoseconds since the epoch. */
  long startEpochNanos();

  /** End, in nanoseconds since the epoch; not before the start. */
  long endEpochNanos();

  /** Whether the span's status is {@code ERROR}. */
  boolean isError();

  /** Hands every attribute except {@code tenant.id} to {@code consumer}. */
  void forEachAttribute(AttributeConsumer consumer);
}
