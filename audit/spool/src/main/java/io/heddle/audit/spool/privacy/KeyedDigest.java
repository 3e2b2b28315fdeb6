package io.heddle.audit.spool.privacy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The digest of a payload under a key of its tenant: who has the payload and the key can tell that
 * they belong together; who has the digest alone cannot guess the payload, however few there are.
 *
 * @param key under which it was made
 * @param isWhole whether the payload was read to its end; if not, the digest is of a beginning
 * @param sizeBytes how many bytes were read
 * @param hmac 32 bytes, HMAC-SHA-256
 */
public record KeyedDigest(KeyId key, boolean isWhole, long sizeBytes, byte[] hmac) {
  private static final int VERSION = 1;
  private static final int WHOLE = 1;
  private static final int HMAC_AT = 2 + Long.BYTES + KeyId.BYTES;
  private static final int SIZE = HMAC_AT + Derivation.BYTES;

  /** Checks the length. */
  public KeyedDigest {
    if (hmac.length != Derivation.BYTES) {
      throw new IllegalArgumentException("a digest of " + hmac.length + " bytes, expected 32");
    }
  }

  /**
   * The digest that a field's value is.
   *
   * @throws IllegalArgumentException if it is none of a version that is known
   */
  public static KeyedDigest parse(byte[] value) {
    if (value.length != SIZE || value[0] != VERSION) {
      throw new IllegalArgumentException("a keyed digest of another version");
    }
    return new KeyedDigest(
        KeyId.of(Arrays.copyOfRange(value, 2 + Long.BYTES, HMAC_AT)),
        (value[1] & WHOLE) != 0,
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2),
        Arrays.copyOfRange(value, HMAC_AT, SIZE));
  }

  /** As the value of a field. */
  public byte[] value() {
    return ByteBuffer.allocate(SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) VERSION)
        .put((byte) (isWhole ? WHOLE : 0))
        .putLong(sizeBytes)
        .put(key.bytes())
        .put(hmac)
        .array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyedDigest that && Arrays.equals(value(), that.value());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hmac);
  }

  @Override
  public String toString() {
    return (isWhole ? "" : "a beginning of ") + sizeBytes + " bytes, keyed with " + key;
  }
}
