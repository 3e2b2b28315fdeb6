package io.heddle.audit.spool.privacy;

/**
 * What tells a record from all others of its tenant and run, known before it has its sequence
 * number: sealed detail opens for this record and for no other.
 *
 * @param spanId of the record
 * @param startMicros of the record, in microseconds since 1970 (UTC)
 */
public record RecordBinding(long spanId, long startMicros) {
  byte[] associated(KeyId key, KeyOrigin origin) {
    return new Bytes()
        .raw(key.bytes())
        .i64(origin.boot())
        .text(origin.node())
        .text(origin.tenant())
        .i64(spanId)
        .i64(startMicros)
        .copy();
  }
}
