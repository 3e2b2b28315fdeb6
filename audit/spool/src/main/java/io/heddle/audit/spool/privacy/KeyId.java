package io.heddle.audit.spool.privacy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** Names a tenant's key: 16 random bytes, so that no two keys anywhere share one. Immutable. */
public final class KeyId {
  /** How long it is. */
  public static final int BYTES = 16;

  private final byte[] bytes;

  private KeyId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The ID that these bytes are.
   *
   * @throws IllegalArgumentException if they are not {@link #BYTES}
   */
  public static KeyId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes, expected " + BYTES);
    }
    return new KeyId(bytes.clone());
  }

  static KeyId drawn(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new KeyId(bytes);
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
