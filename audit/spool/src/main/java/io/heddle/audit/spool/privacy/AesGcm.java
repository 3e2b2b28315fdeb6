package io.heddle.audit.spool.privacy;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256 in Galois/Counter mode (NIST SP 800-38D) with nonces of 96 bits and tags of 128.
 *
 * <p>Lends the JDK's ciphers to threads, virtual ones included, because making one asks all
 * security providers. Bound: {@link #SLOTS}; a thread that finds none makes one, one for which
 * there is no room is dropped. Any thread.
 */
final class AesGcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final int SLOTS = 16;

  private final AtomicReferenceArray<Cipher> idle = new AtomicReferenceArray<>(SLOTS);

  /** The ciphertext with its tag behind it. The caller never gives a nonce twice with one key. */
  byte[] encrypt(SecretKey key, byte[] nonce, byte[] associated, byte[] plain) {
    try {
      return run(Cipher.ENCRYPT_MODE, key, nonce, associated, plain);
    } catch (GeneralSecurityException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  /**
   * The plaintext.
   *
   * @throws PrivacyException if one bit of anything is not as it was encrypted
   */
  byte[] decrypt(SecretKey key, byte[] nonce, byte[] associated, byte[] sealed)
      throws PrivacyException {
    try {
      return run(Cipher.DECRYPT_MODE, key, nonce, associated, sealed);
    } catch (AEADBadTagException forged) {
      throw new PrivacyException("it is not what was sealed, or not with this key", forged);
    } catch (GeneralSecurityException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  private byte[] run(int mode, SecretKey key, byte[] nonce, byte[] associated, byte[] input)
      throws GeneralSecurityException {
    if (input.length < (mode == Cipher.DECRYPT_MODE ? TAG_BYTES : 0)) {
      throw new AEADBadTagException("shorter than a tag");
    }
    int slot = System.identityHashCode(Thread.currentThread()) & SLOTS - 1;
    Cipher cipher = idle.getAndSet(slot, null);
    if (cipher == null) {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(associated);
    byte[] output = cipher.doFinal(input);
    // One that threw is not lent again: nobody says in which state it is.
    idle.compareAndSet(slot, null, cipher);
    return output;
  }
}
