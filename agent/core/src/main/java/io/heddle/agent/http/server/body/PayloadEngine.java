package io.heddle.agent.http.server.body;

import java.nio.ByteBuffer;

/** How the bodies of a tenant's requests are digested; one for each body. One thread at a time. */
interface PayloadEngine {
  /** Takes what was read, and keeps nothing of it. */
  void update(ByteBuffer bytes);

  /**
   * Ends the digest.
   *
   * @param isWhole whether the body was read to its end
   * @param sizeBytes how much of it was read
   * @return a block of extras
   */
  byte[] extras(boolean isWhole, long sizeBytes);
}
