package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The request that began what an operation belongs to, where the operation itself is no tenant's: a
 * task that outlived its request. It says where the work comes from, not whose it is.
 *
 * @param traceIdHigh the first 8 bytes of the request's W3C trace ID, big-endian
 * @param traceIdLow the last 8 bytes
 * @param tenant the request's tenant; at most {@value #MOST_TENANT_BYTES} bytes of UTF-8 are kept
 */
public record BegunBy(long traceIdHigh, long traceIdLow, String tenant) {
  static final int MOST_TENANT_BYTES = SpoolFormat.MAX_TEXT_BYTES;

  private static final int NUMBERS = 16;

  /** The value of the field {@link OperationExtras#BEGUN_BY}. */
  public byte[] value() {
    byte[] name = tenant.getBytes(UTF_8);
    int length = name.length;
    if (length > MOST_TENANT_BYTES) {
      length = MOST_TENANT_BYTES;
      while ((name[length] & 0xc0) == 0x80) {
        length--; // never within a character
      }
    }
    return OperationExtras.numbers(new byte[NUMBERS + length])
        .putLong(traceIdHigh)
        .putLong(traceIdLow)
        .put(name, 0, length)
        .array();
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is too short
   */
  public static BegunBy of(byte[] value) {
    if (value.length < NUMBERS) {
      throw new IllegalArgumentException(value.length + " bytes, expected at least " + NUMBERS);
    }
    ByteBuffer numbers = OperationExtras.numbers(value);
    return new BegunBy(
        numbers.getLong(),
        numbers.getLong(),
        new String(Arrays.copyOfRange(value, NUMBERS, value.length), UTF_8));
  }
}
