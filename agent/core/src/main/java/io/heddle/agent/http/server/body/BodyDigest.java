package io.heddle.agent.http.server.body;

import java.nio.ByteBuffer;

/**
 * What has been read of one request's body, digested as it is read. Any thread: who reads may be
 * another than who serves; the lock is held for a chunk, and nobody else wants it.
 */
public final class BodyDigest {
  private static final byte[] NOTHING = {};

  /** Null if no rule that may apply wants it. */
  private final PayloadEngine plain;

  /** Null if no rule that may apply wants it, or there is no key. */
  private final PayloadEngine keyed;

  private final long announcedBytes;
  private long sizeBytes;
  private boolean hasBegun;
  private boolean hasEnded;
  private boolean isClosed;

  /**
   * @param announcedBytes how long the client says the body is; -1 if it does not say
   */
  BodyDigest(PayloadEngine plain, PayloadEngine keyed, long announcedBytes) {
    this.plain = plain;
    this.keyed = keyed;
    this.announcedBytes = announcedBytes;
  }

  /**
   * A part of the body was read.
   *
   * @param buffer holds it from its position on; is left as it is
   * @param count how long it is; negative at the body's end
   */
  synchronized void read(ByteBuffer buffer, int count) {
    if (isClosed) {
      return;
    }
    hasBegun = true;
    if (count < 0) {
      hasEnded = true;
    } else if (count > 0) {
      ByteBuffer part = buffer.duplicate();
      part.limit(part.position() + count);
      sizeBytes += count;
      if (keyed != null) {
        keyed.update(part.duplicate());
      }
      if (plain != null) {
        plain.update(part);
      }
    }
  }

  /** What could not be digested makes all of it worthless: nothing is said. */
  synchronized void spoil() {
    isClosed = true;
  }

  /**
   * A block of extras about what was read; empty if nothing was, or not in that way. To be called
   * once.
   *
   * @param isKeyed whether it must be of no use without the tenant's key
   */
  public synchronized byte[] extras(boolean isKeyed) {
    PayloadEngine engine = isKeyed || plain == null ? keyed : plain;
    if (isClosed || !hasBegun || engine == null) {
      return NOTHING;
    }
    isClosed = true;
    return engine.extras(hasEnded || sizeBytes == announcedBytes, sizeBytes);
  }
}
