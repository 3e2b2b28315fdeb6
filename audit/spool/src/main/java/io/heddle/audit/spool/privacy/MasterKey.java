package io.heddle.audit.spool.privacy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that wraps the tenants' keys; whoever has it can read all that was not erased.
 *
 * <p>Each key is wrapped under a key of its own, derived from the master key and the wrapped key's
 * ID: so nonces could not collide if they were the same, and are random besides. Immutable.
 */
public final class MasterKey {
  /** How long it is. */
  public static final int BYTES = 32;

  private static final String NAMING = "heddle master id 1";
  private static final String WRAPPING = "heddle wrap 1";
  private static final byte[] NO_CONTEXT = {};

  /** Names a master key without telling anything of it. Immutable. */
  public static final class Id {
    static final int BYTES = 8;

    private final byte[] bytes;

    private Id(byte[] bytes) {
      this.bytes = bytes;
    }

    static Id of(byte[] bytes) {
      return new Id(bytes.clone());
    }

    byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Id id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    /** 16 lower-case hexadecimal digits. */
    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes);
    }
  }

  private final byte[] secret;
  private final Id id;
  private final AesGcm cipher = new AesGcm();

  private MasterKey(byte[] secret) {
    this.secret = secret;
    this.id = new Id(Arrays.copyOf(Derivation.key(secret, NAMING, NO_CONTEXT), Id.BYTES));
  }

  /**
   * The master key of these bytes, which should be random.
   *
   * @throws PrivacyException if they are not {@link #BYTES}
   */
  public static MasterKey of(byte[] secret) throws PrivacyException {
    if (secret.length != BYTES) {
      throw new PrivacyException("a master key of " + secret.length + " bytes, expected " + BYTES);
    }
    return new MasterKey(secret.clone());
  }

  /** Its name. */
  public Id id() {
    return id;
  }

  /** Makes a key for a tenant, to be wrapped. */
  public TenantKey draw(KeyOrigin origin, SecureRandom random) {
    byte[] drawn = new byte[Derivation.BYTES];
    random.nextBytes(drawn);
    return new TenantKey(KeyId.drawn(random), origin, drawn);
  }

  /** A tenant's key as it may be kept. */
  public WrappedKey wrap(TenantKey key, SecureRandom random) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    return wrap(key, nonce);
  }

  WrappedKey wrap(TenantKey key, byte[] nonce) {
    byte[] header = WrappedKey.header(key.id(), id, key.origin());
    byte[] ciphertext = cipher.encrypt(wrapping(key.id()), nonce, header, key.secret());
    byte[] wrapped = new Bytes().raw(nonce).raw(ciphertext).copy();
    return new WrappedKey(key.id(), id, key.origin(), wrapped);
  }

  /**
   * A tenant's key as it can be used.
   *
   * @throws PrivacyException if it was destroyed, is wrapped by another master key, or is not as it
   *     was wrapped
   */
  public TenantKey unwrap(WrappedKey wrapped) throws PrivacyException {
    if (wrapped.isDestroyed()) {
      throw new PrivacyException("key " + wrapped.id() + " was destroyed");
    }
    if (!wrapped.master().equals(id)) {
      throw new PrivacyException(
          "key " + wrapped.id() + " is wrapped by master key " + wrapped.master() + ", not " + id);
    }
    byte[] nonce = Arrays.copyOf(wrapped.secret(), AesGcm.NONCE_BYTES);
    byte[] ciphertext =
        Arrays.copyOfRange(wrapped.secret(), AesGcm.NONCE_BYTES, WrappedKey.SECRET_BYTES);
    byte[] secret = cipher.decrypt(wrapping(wrapped.id()), nonce, wrapped.header(), ciphertext);
    return new TenantKey(wrapped.id(), wrapped.origin(), secret);
  }

  private SecretKey wrapping(KeyId of) {
    return new SecretKeySpec(Derivation.key(secret, WRAPPING, of.bytes()), "AES");
  }

  /** Its name, never its bytes. */
  @Override
  public String toString() {
    return "master key " + id;
  }
}
