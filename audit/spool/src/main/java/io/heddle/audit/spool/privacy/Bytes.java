package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lays bytes out as {@code docs/formats/PRIVACY.md} says: numbers big-endian. One thread. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  Bytes u8(int value) {
    out.write(value);
    return this;
  }

  Bytes i64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  Bytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Two bytes of length, then UTF-8; what is beyond 65,535 bytes is left out. */
  Bytes text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    int size = Math.min(utf8.length, 0xffff);
    out.write(size >>> 8);
    out.write(size);
    out.write(utf8, 0, size);
    return this;
  }

  byte[] copy() {
    return out.toByteArray();
  }

  static byte[] raw(ByteBuffer in, int size) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    return bytes;
  }

  static String text(ByteBuffer in) {
    return new String(raw(in, in.getShort() & 0xffff), UTF_8);
  }
}
