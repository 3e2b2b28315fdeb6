package io.heddle.audit.archive.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An SQLite write-ahead log (sqlite.org/walformat.html) after a sync that failed.
 *
 * <p>Linux reports a failed write-back once and takes the pages for clean: the next sync has
 * nothing to do and succeeds, and what is in the log is in memory alone. Written once more, the
 * same bytes are dirty again, and a sync means what it says. Only for the one process that writes
 * the log, between two transactions; readers see no difference.
 */
final class WriteAheadLog {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  /** The last bit of the magic number says in which order checksums read their words. */
  private static final int BIG_ENDIAN = 0x377f0683;

  private final ByteBuffer header;
  private int sum0;
  private int sum1;

  private WriteAheadLog(ByteBuffer header) {
    this.header = header;
  }

  /**
   * Writes all frames in use once more; they are durable after the next sync that succeeds.
   *
   * @param frames how many there are, as SQLite says
   * @throws IOException if one of them is not what was written: the system has forgotten it
   */
  static void writeAnew(Path file, long frames) throws IOException {
    if (frames <= 0) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      new WriteAheadLog(read(channel, 0, HEADER)).writeAnew(channel, frames);
    }
  }

  private void writeAnew(FileChannel channel, long frames) throws IOException {
    add(header, 0, HEADER - 8);
    check(header, HEADER - 8);
    write(channel, header, 0);
    int size = FRAME_HEADER + header.getInt(8);
    long at = HEADER;
    for (long left = frames; left > 0; left--) {
      ByteBuffer frame = read(channel, at, size);
      if (frame.getLong(8) != header.getLong(16)) { // the two salts
        throw forgotten();
      }
      add(frame, 0, 8);
      add(frame, FRAME_HEADER, size);
      check(frame, 16);
      write(channel, frame, at);
      at += size;
    }
  }

  private void add(ByteBuffer bytes, int from, int to) {
    bytes.order(header.getInt(0) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < to; i += 8) {
      sum0 += bytes.getInt(i) + sum1;
      sum1 += bytes.getInt(i + 4) + sum0;
    }
    bytes.order(ByteOrder.BIG_ENDIAN);
  }

  private void check(ByteBuffer bytes, int at) throws IOException {
    if (bytes.getInt(at) != sum0 || bytes.getInt(at + 4) != sum1) {
      throw forgotten();
    }
  }

  private static IOException forgotten() {
    return new IOException(
        "the system has forgotten what it could not write to the write-ahead log: start the"
            + " archiver anew, the spool has it still");
  }

  private static ByteBuffer read(FileChannel channel, long at, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("the write-ahead log ends too early");
      }
    }
    return bytes;
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    bytes.rewind();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }
}
