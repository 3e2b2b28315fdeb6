package io.heddle.audit.spool.privacy;

import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A tenant's key: seals its detail and digests its payloads, for one run of a JVM.
 *
 * <p>Only the run that drew it ever seals with it, and counts what it seals: the count is the
 * nonce, so none comes twice. Any thread.
 */
public final class TenantKey {
  /**
   * How often it seals before another takes its place. Detail has at most 2^9 blocks of AES (8
   * KiB), so a key encrypts at most 2^33 of them, and whoever counts on two equal ones has a chance
   * below 2^66 / 2^129. The nonces alone would last for 2^64.
   */
  public static final long MOST_SEALED = 1L << 24;

  private static final String SEALING = "heddle detail 1";
  private static final String DIGESTING = "heddle digest 1";
  private static final String FINGERPRINTING = "heddle row 1";
  private static final byte[] NO_CONTEXT = {};

  private final KeyId id;
  private final KeyOrigin origin;
  private final byte[] secret;
  private final SecretKey sealing;
  private final AesGcm cipher = new AesGcm();
  private final AtomicLong sealed = new AtomicLong();

  TenantKey(KeyId id, KeyOrigin origin, byte[] secret) {
    this.id = id;
    this.origin = origin;
    this.secret = secret;
    this.sealing = new SecretKeySpec(Derivation.key(secret, SEALING, NO_CONTEXT), "AES");
  }

  /** Its name. */
  public KeyId id() {
    return id;
  }

  /** Whose key it is. */
  public KeyOrigin origin() {
    return origin;
  }

  /**
   * Seals detail of a record; null if it has sealed {@link #MOST_SEALED} times and another key must
   * take its place.
   */
  public SealedDetail seal(RecordBinding of, byte[] detail) {
    long count = sealed.getAndIncrement();
    if (count >= MOST_SEALED) {
      return null;
    }
    byte[] nonce = new Bytes().raw(new byte[AesGcm.NONCE_BYTES - Long.BYTES]).i64(count).copy();
    return new SealedDetail(
        id, nonce, cipher.encrypt(sealing, nonce, of.associated(id, origin), detail));
  }

  /**
   * Opens what was sealed.
   *
   * @throws PrivacyException if it was sealed with another key, for another record, or was changed
   */
  public byte[] open(RecordBinding of, SealedDetail detail) throws PrivacyException {
    if (!detail.key().equals(id)) {
      throw new PrivacyException("it was sealed with key " + detail.key() + ", not " + id);
    }
    return cipher.decrypt(sealing, detail.nonce(), of.associated(id, origin), detail.ciphertext());
  }

  /** A digest of payloads that nobody without this key can guess the payload of. */
  public Mac digest() {
    return Derivation.hmac(Derivation.key(secret, DIGESTING, NO_CONTEXT));
  }

  /** Fingerprints of rows that nobody without this key can guess the rows of. */
  public Mac rows() {
    return Derivation.hmac(Derivation.key(secret, FINGERPRINTING, NO_CONTEXT));
  }

  /** Whether {@code hmac} is the digest of {@code payload}; takes the same time if it is not. */
  public boolean isDigestOf(byte[] payload, byte[] hmac) {
    return MessageDigest.isEqual(digest().doFinal(payload), hmac);
  }

  byte[] secret() {
    return secret;
  }

  /** Goes on as if it had sealed so often; for tests. */
  void sealedBefore(long count) {
    sealed.set(count);
  }

  /** Its name, never its bytes. */
  @Override
  public String toString() {
    return "key " + id + " of " + origin.tenant();
  }
}
