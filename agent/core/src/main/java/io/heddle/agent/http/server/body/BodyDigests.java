package io.heddle.agent.http.server.body;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.audit.spool.privacy.TenantKey;
import java.nio.ByteBuffer;

/**
 * The bodies that are being digested, by what the server reads them through. Bound: the requests
 * that are being served. Any thread.
 */
public final class BodyDigests {
  private final WeakIdentityMap<Object, BodyDigest> bySource = new WeakIdentityMap<>();

  /**
   * Digests what is read through {@code source} from now on, until {@link #end}: so that anybody
   * can check it, or under a key of the tenant, so that nobody without it can guess the body, or in
   * both ways. Which one is recorded is known at the end, as the rule for the request's route says.
   *
   * @param announcedBytes how long the client says the body is; -1 if it does not say
   * @param isPlain whether without a key
   * @param key null for none
   */
  public BodyDigest begin(Object source, long announcedBytes, boolean isPlain, TenantKey key) {
    BodyDigest digest =
        new BodyDigest(
            isPlain ? new Sha256Engine() : null,
            key == null ? null : new KeyedEngine(key),
            announcedBytes);
    bySource.put(source, digest);
    return digest;
  }

  /** Digests nothing more of what is read through {@code source}. */
  public void end(Object source, ThreadState thread) {
    bySource.remove(source, thread.probe());
  }

  /** Whether what is read through {@code source} is digested. */
  public boolean isReading(Object source, ThreadState thread) {
    return !bySource.isEmpty() && bySource.get(source, thread.probe()) != null;
  }

  /**
   * A part was read through {@code source}.
   *
   * @param buffer holds it from its position on; null if nobody knows where it is
   */
  public void read(Object source, ByteBuffer buffer, int count, ThreadState thread) {
    BodyDigest digest = bySource.get(source, thread.probe());
    if (digest == null) {
      return;
    }
    if (count > 0 && (buffer == null || buffer.remaining() < count)) {
      digest.spoil();
    } else {
      digest.read(buffer, count);
    }
  }
}
