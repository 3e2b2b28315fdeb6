package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The pages of an SQLite file that nobody writes, read many at a time. */
final class Pages {
  private static final int WINDOW_PAGES = 64;
  private static final int HEADER_BYTES = 100;

  private final FileChannel channel;
  private final int pageSize;
  private final int usable;
  private final long count;
  private final byte[] window;
  private long windowFirst;
  private int windowPages;

  private Pages(FileChannel channel, int pageSize, int usable) throws IOException {
    this.channel = channel;
    this.pageSize = pageSize;
    this.usable = usable;
    this.count = channel.size() / pageSize;
    this.window = new byte[WINDOW_PAGES * pageSize];
  }

  /** Begins to read; the channel stays the caller's. */
  static Pages of(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    while (header.hasRemaining()) {
      if (channel.read(header, header.position()) < 0) {
        throw new EOFException("the file is shorter than its header");
      }
    }
    byte[] magic = "SQLite format 3\0".getBytes(US_ASCII);
    if (!ByteBuffer.wrap(header.array(), 0, magic.length).equals(ByteBuffer.wrap(magic))) {
      throw new IOException("it is no SQLite database");
    }
    int size = header.getShort(16) & 0xffff;
    int pageSize = size == 1 ? 65_536 : size;
    int reserved = header.get(20) & 0xff;
    if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || pageSize - reserved < 480) {
      throw new IOException("its header says a page has " + pageSize + " bytes");
    }
    if (header.getInt(56) != 1) {
      throw new IOException("its texts are not UTF-8");
    }
    return new Pages(channel, pageSize, pageSize - reserved);
  }

  /** The same file, with a window of its own: for another cursor. */
  Pages again() throws IOException {
    return new Pages(channel, pageSize, usable);
  }

  /** The file's header and the numbers in it. */
  int headerNumber(int offset) throws IOException {
    byte[] first = new byte[pageSize];
    read(1, first);
    return ByteBuffer.wrap(first).getInt(offset);
  }

  int pageSize() {
    return pageSize;
  }

  /** How much of a page holds data. */
  int usable() {
    return usable;
  }

  long count() {
    return count;
  }

  /** Copies a page, counted from 1. */
  void read(long page, byte[] into) throws IOException {
    if (page < 1 || page > count) {
      throw new IOException("it refers to page " + page + " of " + count);
    }
    if (page < windowFirst || page >= windowFirst + windowPages) {
      load(page);
    }
    System.arraycopy(window, (int) (page - windowFirst) * pageSize, into, 0, pageSize);
  }

  private void load(long page) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(window);
    bytes.limit((int) Math.min(WINDOW_PAGES, count - page + 1) * pageSize);
    long from = (page - 1) * pageSize;
    windowPages = 0;
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("it was cut while it was read");
      }
    }
    windowFirst = page;
    windowPages = bytes.limit() / pageSize;
  }
}
