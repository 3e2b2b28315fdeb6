package io.heddle.agent.http.server.body;

import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.KeyedDigest;
import io.heddle.audit.spool.privacy.TenantKey;
import java.nio.ByteBuffer;
import javax.crypto.Mac;

/**
 * HMAC-SHA-256 under a key of the tenant: who has the key can check a body, and nobody else can
 * guess it, however few there may be.
 */
final class KeyedEngine implements PayloadEngine {
  private final KeyId key;
  private final Mac mac;

  KeyedEngine(TenantKey key) {
    this.key = key.id();
    this.mac = key.digest();
  }

  @Override
  public void update(ByteBuffer bytes) {
    mac.update(bytes);
  }

  @Override
  public byte[] extras(boolean isWhole, long sizeBytes) {
    byte[] value = new KeyedDigest(key, isWhole, sizeBytes, mac.doFinal()).value();
    return OperationExtras.with(new byte[0], OperationExtras.PAYLOAD_HMAC, value);
  }
}
