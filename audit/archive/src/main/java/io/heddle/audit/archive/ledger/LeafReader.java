package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Reads what {@link LeafBytes} laid out, field by field and in the same order. Where the bytes end
 * before a field does, each method throws an {@link IllegalArgumentException}. One thread.
 */
final class LeafReader {
  private final ByteBuffer in;

  LeafReader(byte[] laidOut) {
    in = ByteBuffer.wrap(laidOut);
  }

  /** An unsigned byte. */
  int u8() {
    return need(1).get() & 0xff;
  }

  /** Eight bytes, the highest first. */
  long i64() {
    return need(Long.BYTES).getLong();
  }

  /** Two bytes of length, then UTF-8. */
  String text() {
    return new String(bytes(need(Short.BYTES).getShort() & 0xffff), UTF_8);
  }

  /** So many bytes as they are. */
  byte[] bytes(int length) {
    ByteBuffer from = need(length);
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** How many bytes are left. */
  int remaining() {
    return in.remaining();
  }

  /** To be called behind the last field: nothing may follow it. */
  void end() {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
  }

  private ByteBuffer need(int length) {
    if (in.remaining() < length) {
      throw new IllegalArgumentException((length - in.remaining()) + " bytes too few");
    }
    return in;
  }
}
