package io.heddle.agent.http.server.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.OperationExtras;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Clients' addresses as records have them. The last ones are remembered, so that a client that
 * comes again costs nothing. Any thread.
 */
public final class ClientExtras {
  private static final int REMEMBERED = 256; // a power of two

  private static final byte[] NOTHING = {};

  private record Known(String address, byte[] block) {}

  private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(REMEMBERED);

  /** A block that names the client. */
  public byte[] of(String address) {
    int place = address.hashCode() * 0x9E3779B9 >>> 24;
    Known last = known.get(place);
    if (last == null || !last.address.equals(address)) {
      byte[] value = address.getBytes(UTF_8);
      last =
          new Known(address, OperationExtras.with(NOTHING, OperationExtras.CLIENT_ADDRESS, value));
      known.set(place, last);
    }
    return last.block;
  }
}
