package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes texts. Those that came lately are the same objects again: nothing is made anew, and
 * whoever looks them up later has their hash code already.
 *
 * <p>Bound: {@link #SLOTS} texts of at most {@link #MOST_BYTES}; two texts that fall into the same
 * slot replace each other. One thread.
 */
final class TextCache {
  private static final int SLOTS = 4_096;
  private static final int MOST_BYTES = 1_024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] decoded = new String[SLOTS];

  /** The text that {@code size} bytes of UTF-8 say. */
  String text(byte[] bytes, int from, int size) {
    if (size == 0) {
      return "";
    }
    if (size > MOST_BYTES) {
      return new String(bytes, from, size, UTF_8);
    }
    int slot = slot(bytes, from, size);
    byte[] known = encoded[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, from + size)) {
      encoded[slot] = Arrays.copyOfRange(bytes, from, from + size);
      decoded[slot] = new String(bytes, from, size, UTF_8);
    }
    return decoded[slot];
  }

  private static int slot(byte[] bytes, int from, int size) {
    long hash = size;
    int at = from;
    for (int end = from + size - Long.BYTES; at <= end; at += Long.BYTES) {
      hash = 31 * hash + (long) LONGS.get(bytes, at) * 0x9e37_79b9_7f4a_7c15L;
      hash ^= hash >>> 29;
    }
    for (; at < from + size; at++) {
      hash = 31 * hash + bytes[at];
    }
    hash *= 0x9e37_79b9_7f4a_7c15L;
    return (int) (hash >>> 52); // 12 bits
  }
}
