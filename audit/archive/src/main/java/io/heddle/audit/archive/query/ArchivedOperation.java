package io.heddle.audit.archive.query;

import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;

/**
 * An operation from the archive.
 *
 * @param node the machine or pod it ran on
 * @param boot the run of the JVM
 * @param service the service
 * @param record what was recorded
 */
public record ArchivedOperation(String node, long boot, String service, OperationRecord record) {
  /** Its name. */
  public AuditTraceId id() {
    return AuditTraceId.of(record.startEpochMicros(), boot, record.seq());
  }

  /** The same with other extras. */
  public ArchivedOperation with(OperationExtras extras) {
    return new ArchivedOperation(node, boot, service, record.with(extras));
  }

  /** The W3C trace ID, 32 hexadecimal digits. */
  public String traceId() {
    return hex(record.traceIdHigh()) + hex(record.traceIdLow());
  }

  /** The W3C span ID, 16 hexadecimal digits. */
  public String spanId() {
    return hex(record.spanId());
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
