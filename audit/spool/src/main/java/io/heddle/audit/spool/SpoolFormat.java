package io.heddle.audit.spool;

/**
 * The layout of a segment, as {@code docs/formats/SPOOL.md} specifies it; no other class computes
 * an offset. All numbers are little-endian.
 *
 * <pre>
 * segment   header (512) | frame | frame | … | zeros
 * header     0 magic 8 | 8 version u16 | 10 size u16 | 12 CRC-32C u32 | 16 boot i64
 *           24 first seq i64 | 32 created, epoch µs i64 | 40 segment size i32 | 44 zero u32
 *           48 node text | … service text | zeros
 * frame      0 length i32 | 4 CRC-32C u32 | 8 seq i64 | 16 type u8 | 17 version u8 | 18 flags u16
 *           20 zero u32 | 24 payload | padding to 8
 * text      length u16 | UTF-8
 * </pre>
 *
 * <p>The length counts the frame without padding. 0: nothing yet. Negative: being written. It is
 * stored last, so a positive length says that everything behind it is complete.
 */
final class SpoolFormat {
  /** "HEDDLESP" read as a little-endian number. */
  static final long MAGIC = 0x5053_454c_4444_4548L;

  static final int VERSION = 1;

  static final int HEADER_BYTES = 512;
  static final int HEADER_VERSION = 8;
  static final int HEADER_SIZE = 10;
  static final int HEADER_CRC = 12;
  static final int HEADER_BOOT = 16;
  static final int HEADER_FIRST_SEQ = 24;
  static final int HEADER_CREATED = 32;
  static final int HEADER_CAPACITY = 40;
  static final int HEADER_TEXTS = 48;
  static final int HEADER_TEXT_BYTES = 200;

  static final int FRAME_LENGTH = 0;
  static final int FRAME_CRC = 4;
  static final int FRAME_SEQ = 8;
  static final int FRAME_TYPE = 16;
  static final int FRAME_VERSION = 17;
  static final int FRAME_FLAGS = 18;
  static final int FRAME_PAYLOAD = 24;

  static final int FLAG_TRUNCATED = 1;

  static final int TYPE_OPERATION = 1;
  static final int TYPE_OUTCOME = 2;
  static final int TYPE_LOSS = 3;
  static final int TYPE_BOOT = 4;
  static final int TYPE_CLOSE = 5;
  static final int TYPE_INTENT = 6;
  static final int TYPE_NOTE = 7;
  static final int TYPE_KEY = 8;

  static final int OPERATION_START = 24;
  static final int OPERATION_DURATION = 32;
  static final int OPERATION_TRACE_HIGH = 40;
  static final int OPERATION_TRACE_LOW = 48;
  static final int OPERATION_SPAN = 56;
  static final int OPERATION_ROWS = 64;
  static final int OPERATION_TRANSACTION = 72;
  static final int OPERATION_ORDINAL = 80;
  static final int OPERATION_STATUS = 84;
  static final int OPERATION_LAYER = 86;
  static final int OPERATION_TYPE = 87;
  static final int OPERATION_OUTCOME = 88;
  static final int OPERATION_TEXTS = 90;

  /** The payload's version of an operation that has extras behind its texts. */
  static final byte OPERATION_WITH_EXTRAS = 2;

  /** Most bytes of a statement kept; longer ones are cut. */
  static final int MAX_STATEMENT_BYTES = 16_384;

  /** Most bytes of any other text kept. */
  static final int MAX_TEXT_BYTES = 512;

  /** Most bytes of a wrapped key. */
  static final int MAX_KEY_BYTES = 4_096;

  /** No frame is longer. */
  static final int MAX_FRAME_BYTES = 20_480;

  private SpoolFormat() {}

  /** How much of a text to keep if there is room for {@code most} bytes: whole characters. */
  static int fit(byte[] utf8, int most) {
    int size = utf8.length;
    if (size > most) {
      size = most;
      while (size > 0 && (utf8[size] & 0xc0) == 0x80) {
        size--;
      }
    }
    return size;
  }

  /** The space a frame of that length takes. */
  static int aligned(int length) {
    return length + 7 & -8;
  }
}
