package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.util.Arrays;

/**
 * Lays out a leaf, byte by byte as {@code docs/formats/LEDGER.md} says. Used again for the next
 * one, so that hashing a record allocates nothing. One thread.
 */
public final class LeafBytes {
  /** The version of the layout. */
  public static final int VERSION = 1;

  /** The kind of a captured operation without extras. */
  public static final int OPERATION = 1;

  /** The kind of one with extras; all other kinds are {@link LedgerEvent}s. */
  public static final int OPERATION_WITH_EXTRAS = 24;

  private byte[] bytes = new byte[1_024];
  private int length;

  /** The leaf that is being laid out; the first {@link #length} bytes count. */
  public byte[] array() {
    return bytes;
  }

  /** Its length. */
  public int length() {
    return length;
  }

  /** A copy of it. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** Begins a leaf with what all have: whose record it is. */
  public LeafBytes begin(byte[] nodeUtf8, long boot, long seq) {
    length = 0;
    return u8(VERSION).i64(boot).i64(seq).text(nodeUtf8);
  }

  /** Goes on with an operation as it was captured. */
  public LeafBytes operation(OperationRecord record) {
    return u8(record.extras().isEmpty() ? OPERATION : OPERATION_WITH_EXTRAS)
        .i64(record.startEpochMicros())
        .i64(record.durationNanos())
        .i64(record.traceIdHigh())
        .i64(record.traceIdLow())
        .i64(record.spanId())
        .i64(record.rows())
        .i64(record.transaction())
        .i64(record.ordinal())
        .i64(record.status())
        .u8(record.layer().code())
        .u8(record.operationType().code())
        .u8(record.outcome().code())
        .u8(record.isTruncated() ? 1 : 0)
        .text(record.tenant())
        .text(record.actor())
        .text(record.target())
        .text(record.statement())
        .text(record.error())
        .body(record.extras().bytes());
  }

  /** Goes on with bytes as they are: the body of anything else, or what ends one. */
  public LeafBytes body(byte[] body) {
    room(body.length);
    System.arraycopy(body, 0, bytes, length, body.length);
    length += body.length;
    return this;
  }

  /** Forgets what was laid out, to begin with a body. */
  LeafBytes clear() {
    length = 0;
    return this;
  }

  /** An unsigned byte. */
  public LeafBytes u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Eight bytes, the highest first. */
  public LeafBytes i64(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Two bytes of length, then UTF-8. */
  public LeafBytes text(byte[] utf8) {
    if (utf8.length > 0xffff) {
      throw new IllegalArgumentException("a text of " + utf8.length + " bytes, at most 65535");
    }
    u8(utf8.length >>> 8).u8(utf8.length);
    return body(utf8);
  }

  /** Two bytes of length, then UTF-8. */
  public LeafBytes text(String text) {
    int size = text.length();
    room(2 + size);
    int start = length + 2;
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return text(text.getBytes(UTF_8));
      }
      bytes[start + i] = (byte) c;
    }
    u8(size >>> 8).u8(size);
    length += size;
    return this;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
