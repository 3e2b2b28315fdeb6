package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes keys for one purpose each of a key that is never used itself: HKDF-Expand with SHA-256 (RFC
 * 5869, section 2.3), one block. The keys it begins with are uniformly random, so nothing needs to
 * be extracted first (section 3.3).
 */
final class Derivation {
  static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";
  private static final byte FIRST_BLOCK = 1;

  private Derivation() {}

  /**
   * A key of 32 bytes.
   *
   * @param purpose ASCII; no purpose is the beginning of another
   * @param context what else tells this key from others of its purpose; may be empty
   */
  static byte[] key(byte[] from, String purpose, byte[] context) {
    Mac mac = hmac(from);
    mac.update(purpose.getBytes(US_ASCII));
    mac.update(context);
    mac.update(FIRST_BLOCK);
    return mac.doFinal();
  }

  /** HMAC-SHA-256 (RFC 2104) under a key. */
  static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
