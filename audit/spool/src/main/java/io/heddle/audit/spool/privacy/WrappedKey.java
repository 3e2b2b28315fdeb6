package io.heddle.audit.spool.privacy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A tenant's key as it is kept: encrypted under a master key. Of no use without it.
 *
 * @param id of the tenant's key
 * @param master names the master key
 * @param origin whose key it is
 * @param secret nonce, ciphertext and tag; all zeros once it was destroyed
 */
public record WrappedKey(KeyId id, MasterKey.Id master, KeyOrigin origin, byte[] secret) {
  /** How long the secret part is. */
  public static final int SECRET_BYTES = AesGcm.NONCE_BYTES + Derivation.BYTES + AesGcm.TAG_BYTES;

  private static final int VERSION = 1;

  /** Checks the secret's length. */
  public WrappedKey {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException(secret.length + " bytes, expected " + SECRET_BYTES);
    }
  }

  /**
   * The key that these bytes are.
   *
   * @throws IllegalArgumentException if they are none of a version that is known
   */
  public static WrappedKey parse(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("version " + version + " of a wrapped key");
      }
      MasterKey.Id master = MasterKey.Id.of(Bytes.raw(in, MasterKey.Id.BYTES));
      KeyId id = KeyId.of(Bytes.raw(in, KeyId.BYTES));
      long erasures = in.getLong();
      long madeMicros = in.getLong();
      long boot = in.getLong();
      String node = Bytes.text(in);
      String tenant = Bytes.text(in);
      byte[] secret = Bytes.raw(in, SECRET_BYTES);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many for a wrapped key");
      }
      return new WrappedKey(
          id, master, new KeyOrigin(tenant, node, boot, madeMicros, erasures), secret);
    } catch (BufferUnderflowException tooShort) {
      throw new IllegalArgumentException("too short for a wrapped key", tooShort);
    }
  }

  /** All of it. */
  public byte[] bytes() {
    return new Bytes().raw(header()).raw(secret).copy();
  }

  /** All but the secret: what it is bound to. */
  public byte[] header() {
    return header(id, master, origin);
  }

  static byte[] header(KeyId id, MasterKey.Id master, KeyOrigin origin) {
    return new Bytes()
        .u8(VERSION)
        .raw(master.bytes())
        .raw(id.bytes())
        .i64(origin.erasures())
        .i64(origin.madeMicros())
        .i64(origin.boot())
        .text(origin.node())
        .text(origin.tenant())
        .copy();
  }

  /** SHA-256 of {@link #bytes}: all that the ledger says of it. */
  public byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes());
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  /** Whether nothing can bring it back. */
  public boolean isDestroyed() {
    return Arrays.equals(secret, new byte[SECRET_BYTES]);
  }

  /** What remains of it when it is destroyed: that there was such a key. */
  public WrappedKey destroyed() {
    return new WrappedKey(id, master, origin, new byte[SECRET_BYTES]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedKey key && Arrays.equals(bytes(), key.bytes());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without its secret part. */
  @Override
  public String toString() {
    return "key " + id + " of " + origin + (isDestroyed() ? ", destroyed" : "");
  }
}
