package io.heddle.agent.http.server.body;

import java.nio.ByteBuffer;

/**
 * What has been read of one request's body, digested as it is read. Any thread: who reads may be
 * another than who serves; the lock is held for a chunk, and nobody else wants it.
 */
public final class BodyDigest {
  private static final byte[] NOTHING = {};

  private final PayloadEngine engine;
  private final long announcedBytes;
  private long sizeBytes;
  private boolean hasBegun;
  private boolean hasEnded;
  private boolean isClosed;

  /**
   * @param announcedBytes how long the client says the body is; -1 if it does not say
   */
  BodyDigest(PayloadEngine engine, long announcedBytes) {
    this.engine = engine;
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
      engine.update(part);
    }
  }

  /** What could not be digested makes all of it worthless: nothing is said. */
  synchronized void spoil() {
    isClosed = true;
  }

  /** A block of extras about what was read; empty if nothing was. To be called once. */
  public synchronized byte[] extras() {
    if (isClosed || !hasBegun) {
      return NOTHING;
    }
    isClosed = true;
    return engine.extras(hasEnded || sizeBytes == announcedBytes, sizeBytes);
  }
}
