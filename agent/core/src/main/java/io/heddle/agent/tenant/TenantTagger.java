package io.heddle.agent.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Computes the 40-bit tag by which a tenant's traces can be found: the first five bytes of
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of the tenant's ID under the site's key.
 *
 * <p>Keyed, so that a trace ID tells a stranger nothing about the tenant. Built on {@link
 * MessageDigest}, because {@code javax.crypto} would load and verify its providers in the
 * application's start-up. Not thread-safe.
 */
final class TenantTagger {
  private static final int BLOCK_BYTES = 64;

  private final MessageDigest sha256;
  private final byte[] innerPad = new byte[BLOCK_BYTES];
  private final byte[] outerPad = new byte[BLOCK_BYTES];

  TenantTagger(byte[] siteKey) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform must offer SHA-256", impossible);
    }
    byte[] key = siteKey.length > BLOCK_BYTES ? sha256.digest(siteKey) : siteKey;
    byte[] padded = Arrays.copyOf(key, BLOCK_BYTES);
    for (int i = 0; i < BLOCK_BYTES; i++) {
      innerPad[i] = (byte) (padded[i] ^ 0x36);
      outerPad[i] = (byte) (padded[i] ^ 0x5c);
    }
  }

  /** The tag of a tenant, from 1 to 2^40 - 1: 0 is kept for "no tenant". */
  long tag(String tenantId) {
    sha256.update(innerPad);
    byte[] inner = sha256.digest(tenantId.getBytes(StandardCharsets.UTF_8));
    sha256.update(outerPad);
    byte[] mac = sha256.digest(inner);
    long tag = 0;
    for (int i = 0; i < 5; i++) {
      tag = tag << 8 | mac[i] & 0xff;
    }
    return tag == 0 ? 1 : tag;
  }
}
