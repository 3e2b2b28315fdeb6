package io.heddle.audit.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One segment being read. It is read, never mapped: a file that is cut short underneath is then an
 * end of file and not a fault of the process.
 */
final class SegmentReader implements Closeable {
  /** What stands at an offset. */
  enum Frame {
    /** A whole record with a good checksum. */
    SOUND,
    /** Nothing yet. */
    EMPTY,
    /** A record that is being written, or never was finished. */
    IN_PROGRESS,
    /** Bytes that are no record. */
    DAMAGED,
    /** The file ends here. */
    END
  }

  private static final int WINDOW_BYTES = 1 << 18;

  /** The least space a record takes. */
  private static final int MIN_SPACE = SpoolFormat.FRAME_PAYLOAD;

  private final long index;
  private final long boot;
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer window =
      ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Made when it is first needed: most readers are there for a segment's header alone. */
  private TextCache texts;

  private long windowStart;
  private int frameAt;
  private int frameLength;
  private long capacity = SpoolFormat.HEADER_BYTES;

  /** From the header; 0 if that could not be read. */
  private long firstSeq;

  private boolean foreign;
  private String problem = "";

  SegmentReader(SpoolLog log, long index) throws IOException {
    this.index = index;
    this.boot = log.boot();
    Path path = SpoolDirectory.segment(log.path(), index);
    channel = FileChannel.open(path, StandardOpenOption.READ);
    window.limit(0);
  }

  long index() {
    return index;
  }

  /** The size the file has, or should have if it was cut. */
  long end() throws IOException {
    return Math.max(capacity, channel.size());
  }

  /** Whether the segment says itself that it belongs to another run. */
  boolean isForeign() {
    return foreign;
  }

  /** Whether the file is shorter than it was made. */
  boolean isCut() throws IOException {
    return channel.size() < capacity;
  }

  /**
   * Reads the header.
   *
   * @param alive whether the writer lives, and may not have finished the file
   * @return the first sequence number; 0 if the segment has not begun; -1 if the header is damaged,
   *     and {@link #problem} says how
   * @throws SpoolFormatException if the segment is of a version this one cannot read
   */
  long begin(boolean alive) throws IOException {
    long first = readHeader(alive);
    // What the writer was storing while it was read is whole when read again.
    return first < 0 ? readHeader(alive) : first;
  }

  private long readHeader(boolean alive) throws IOException {
    forget();
    if (!load(0, SpoolFormat.HEADER_BYTES)) {
      boolean neverBegun = index > 0 && (window.limit() < 8 || window.getLong(0) == 0);
      problem = "the file is shorter than its header";
      return alive || neverBegun ? 0 : -1;
    }
    long magic = window.getLong(0);
    if (magic == 0) {
      return 0;
    }
    if (magic != SpoolFormat.MAGIC) {
      problem = "the file does not begin with HEDDLESP";
      return -1;
    }
    crc.reset();
    byte[] header = new byte[SpoolFormat.HEADER_BYTES];
    window.get(0, header);
    for (int i = 0; i < 4; i++) {
      header[SpoolFormat.HEADER_CRC + i] = 0;
    }
    crc.update(header);
    if ((int) crc.getValue() != window.getInt(SpoolFormat.HEADER_CRC)) {
      problem = "the header's checksum does not match";
      return -1;
    }
    int version = window.getShort(SpoolFormat.HEADER_VERSION) & 0xffff;
    if (version != SpoolFormat.VERSION) {
      throw new SpoolFormatException(
          "spool segment "
              + index
              + " has format version "
              + version
              + ", expected "
              + SpoolFormat.VERSION
              + "; archive it with the version of Heddle that wrote it");
    }
    capacity = window.getInt(SpoolFormat.HEADER_CAPACITY);
    long writtenBy = window.getLong(SpoolFormat.HEADER_BOOT);
    if (writtenBy != boot) {
      foreign = true;
      problem = "the segment belongs to run " + Long.toHexString(writtenBy);
      return -1;
    }
    firstSeq = window.getLong(SpoolFormat.HEADER_FIRST_SEQ);
    return firstSeq;
  }

  /** Looks at {@code offset}; a {@link Frame#SOUND} one can then be decoded. */
  Frame look(long offset) throws IOException {
    if (!load(offset, SpoolFormat.FRAME_PAYLOAD)) {
      return Frame.END;
    }
    frameAt = (int) (offset - windowStart);
    frameLength = window.getInt(frameAt + SpoolFormat.FRAME_LENGTH);
    if (frameLength == 0) {
      return Frame.EMPTY;
    }
    int length = Math.abs(frameLength);
    if (length < SpoolFormat.FRAME_PAYLOAD || length > SpoolFormat.MAX_FRAME_BYTES) {
      problem = "a frame's length is " + frameLength;
      return Frame.DAMAGED;
    }
    if (frameLength < 0) {
      return Frame.IN_PROGRESS;
    }
    if (!load(offset, length)) {
      problem = "the file ends inside a frame";
      return Frame.DAMAGED;
    }
    frameAt = (int) (offset - windowStart);
    crc.reset();
    crc.update(window.array(), frameAt + SpoolFormat.FRAME_LENGTH, 4);
    crc.update(
        window.array(), frameAt + SpoolFormat.FRAME_SEQ, frameLength - SpoolFormat.FRAME_SEQ);
    if ((int) crc.getValue() != window.getInt(frameAt + SpoolFormat.FRAME_CRC)) {
      problem = "a frame's checksum does not match";
      return Frame.DAMAGED;
    }
    return Frame.SOUND;
  }

  /**
   * Finds the next record behind the unreadable one at {@code offset}; -1 if there is none.
   *
   * <p>Goes by the sizes as long as they lead to a record, and only then tries every place one can
   * stand at: a text may hold bytes that look like a record, and somebody may have meant it to. The
   * sequence number must fit as well; that of the unreadable record is {@code seq}.
   */
  long resume(long offset, long seq) throws IOException {
    long at = offset;
    while (look(at) == Frame.IN_PROGRESS) {
      at += space();
    }
    long stride = Math.abs((long) frameLength);
    if (at == offset && stride >= MIN_SPACE && stride <= SpoolFormat.MAX_FRAME_BYTES) {
      long behind = offset + space();
      if (look(behind) == Frame.SOUND && fits(seq, offset, behind)) {
        return behind;
      }
    }
    long size = channel.size();
    for (at = Math.max(at, offset + 8); at + SpoolFormat.FRAME_PAYLOAD <= size; at += 8) {
      if (look(at) == Frame.SOUND && fits(seq, offset, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether the frame looked at, at {@code at}, can follow what was expected at {@code offset}. */
  private boolean fits(long expected, long offset, long at) {
    long least = Math.max(expected, firstSeq);
    boolean headerTells = firstSeq > 0;
    return seq() >= expected && (!headerTells || seq() - least <= (at - offset) / MIN_SPACE);
  }

  /** The sequence number of the frame looked at. */
  long seq() {
    return window.getLong(frameAt + SpoolFormat.FRAME_SEQ);
  }

  /** The space of the frame looked at. */
  int space() {
    return SpoolFormat.aligned(Math.abs(frameLength));
  }

  /** The record of the sound frame looked at. */
  SpoolRecord decode() {
    if (texts == null) {
      texts = new TextCache();
    }
    return RecordDecoder.decode(window, texts, frameAt, frameLength);
  }

  /** What was wrong, for a person. */
  String problem() {
    return problem;
  }

  /** Forgets what was read, so that the next look sees what the writer has done meanwhile. */
  void forget() {
    window.limit(0);
    windowStart = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Has {@code length} bytes from {@code offset} on in the window; false if the file is shorter.
   */
  private boolean load(long offset, int length) throws IOException {
    if (offset >= windowStart && offset + length <= windowStart + window.limit()) {
      return true;
    }
    window.clear();
    windowStart = offset;
    while (window.hasRemaining()) {
      int read = channel.read(window, offset + window.position());
      if (read <= 0) {
        break;
      }
    }
    window.flip();
    return window.limit() >= length;
  }
}
