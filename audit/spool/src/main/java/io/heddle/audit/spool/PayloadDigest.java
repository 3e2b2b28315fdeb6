package io.heddle.audit.spool;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A digest over what the application read of a request's body.
 *
 * @param isWhole whether the body was read to its end; if not, the digest is of a beginning
 * @param sizeBytes how many bytes were read
 * @param digest 32 bytes, SHA-256
 */
public record PayloadDigest(boolean isWhole, long sizeBytes, byte[] digest) {
  /** How long a digest is. */
  public static final int DIGEST_BYTES = 32;

  private static final int SHA_256 = 1;
  private static final int WHOLE = 1;
  private static final int SIZE = 2 + Long.BYTES + DIGEST_BYTES;

  /** Checks the digest's length. */
  public PayloadDigest {
    if (digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("a digest of " + digest.length + " bytes, expected 32");
    }
  }

  /** As the value of a field. */
  public byte[] value() {
    ByteBuffer value = OperationExtras.numbers(new byte[SIZE]);
    value.put((byte) SHA_256).put((byte) (isWhole ? WHOLE : 0)).putLong(sizeBytes).put(digest);
    return value.array();
  }

  /**
   * The digest that a field's value is.
   *
   * @throws IllegalArgumentException if it is none that this version knows
   */
  public static PayloadDigest of(byte[] value) {
    if (value.length != SIZE || value[0] != SHA_256) {
      throw new IllegalArgumentException("a payload digest of another kind");
    }
    ByteBuffer numbers = OperationExtras.numbers(value);
    return new PayloadDigest(
        (numbers.get(1) & WHOLE) != 0,
        numbers.getLong(2),
        Arrays.copyOfRange(value, SIZE - DIGEST_BYTES, SIZE));
  }
}
