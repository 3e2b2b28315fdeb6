package io.heddle.agent.http.server.body;

import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.PayloadDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Plain SHA-256: anybody who has the body can check it, and who can guess it as well. */
final class Sha256Engine implements PayloadEngine {
  private final MessageDigest sha256;

  Sha256Engine() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  @Override
  public void update(ByteBuffer bytes) {
    sha256.update(bytes);
  }

  @Override
  public byte[] extras(boolean isWhole, long sizeBytes) {
    byte[] value = new PayloadDigest(isWhole, sizeBytes, sha256.digest()).value();
    return OperationExtras.with(new byte[0], OperationExtras.PAYLOAD_DIGEST, value);
  }
}
