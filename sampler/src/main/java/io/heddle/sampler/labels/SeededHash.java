package io.heddle.sampler.labels;

/**
 * A 64-bit hash of tenant IDs under a key that nobody outside the process knows, so that nobody can
 * choose IDs that collide: SipHash-1-3 (Aumasson and Bernstein, 2012; the rounds that hash tables
 * use) over the characters of the ID, two bytes each.
 *
 * <p>Immutable; any thread; allocates nothing.
 */
public final class SeededHash {
  private final long key0;
  private final long key1;

  /** Under that key; the same key gives the same hashes. */
  public SeededHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Under a key of this process's own, drawn from the clock and the heap's addresses. */
  public static SeededHash ofProcess() {
    // Not SecureRandom: it loads providers, which a premain must not. An attacker sees no hash,
    // only
    // which tenants have labels.
    long seed = System.nanoTime() ^ (long) System.identityHashCode(new Object()) << 32;
    SeededHash mixing = new SeededHash(seed, System.identityHashCode(new Object()));
    return new SeededHash(mixing.of("0"), mixing.of("1"));
  }

  /** The hash of an ID. */
  public long of(String id) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int length = id.length();
    int at = 0;
    for (int rounds = -3; ; ) {
      long word;
      if (at <= length - 4) {
        word =
            id.charAt(at)
                | (long) id.charAt(at + 1) << 16
                | (long) id.charAt(at + 2) << 32
                | (long) id.charAt(at + 3) << 48;
        at += 4;
      } else if (at <= length) {
        // The last word holds what is left, and the length in its top byte.
        word = (long) (2 * length) << 56;
        for (int shift = 0; at < length; at++, shift += 16) {
          word |= (long) id.charAt(at) << shift;
        }
        at = length + 1;
      } else {
        // Three finishing rounds, of which the first is told apart by a constant.
        if (rounds == -3) {
          v2 ^= 0xff;
        }
        if (rounds == 0) {
          return v0 ^ v1 ^ v2 ^ v3;
        }
        rounds++;
        word = 0;
      }
      v3 ^= word;
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
  }
}
