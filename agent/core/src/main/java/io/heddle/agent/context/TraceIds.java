package io.heddle.agent.context;

import io.heddle.agent.tenant.Tenant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes tenant trace IDs: 4 bytes seconds since the epoch, 5 bytes tag of the tenant, 7 bytes
 * random.
 *
 * <p>W3C Trace Context level 2 asks for exactly those 7 random bytes, so the IDs may carry its
 * {@code random} flag; the prefix lets a trace store be searched by time and tenant.
 */
public final class TraceIds {
  private static final long RANDOM_BITS = (1L << 56) - 1;

  private TraceIds() {}

  /** The first 8 bytes: seconds, then the upper 4 bytes of the tag. */
  public static long high(long epochSeconds, Tenant tenant) {
    return epochSeconds << 32 | tenant.tag() >>> 8;
  }

  /** The last 8 bytes: the lowest byte of the tag, then 56 random bits. */
  public static long low(Tenant tenant) {
    return tenant.tag() << 56 | ThreadLocalRandom.current().nextLong() & RANDOM_BITS;
  }

  /** A span ID; never 0. */
  public static long spanId() {
    long id;
    do {
      id = ThreadLocalRandom.current().nextLong();
    } while (id == 0);
    return id;
  }
}
