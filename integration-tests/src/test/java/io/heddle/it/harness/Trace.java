package io.heddle.it.harness;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A trace that a test starts, so that it can find what belongs to one of its requests.
 *
 * @param id 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record Trace(String id, String spanId) {
  /** A sampled trace with IDs of its own. */
  public static Trace start() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Trace(
        String.format("%016x%016x", random.nextLong(), random.nextLong() | 1),
        String.format("%016x", random.nextLong() | 1));
  }

  /** The W3C header, level 1, sampled. */
  public String traceParent() {
    return "00-" + id + "-" + spanId + "-01";
  }
}
