package io.heddle.audit.archive.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a table of an SQLite file, cell by cell in the order of its key: "B-tree Pages" of the file
 * format. Only reads, and trusts nothing: whatever points outside, or around in a circle, is an
 * IOException.
 */
final class Cells {
  private static final int INTERIOR_INDEX = 2;
  private static final int INTERIOR_TABLE = 5;
  private static final int LEAF_INDEX = 10;
  private static final int LEAF_TABLE = 13;
  private static final int MOST_DEPTH = 20;
  private static final int FILE_HEADER = 100;

  /** A page on the way from the root. */
  private static final class Frame {
    private final byte[] page;
    private long number;
    private int header;
    private int type;
    private int cells;

    /** On an interior page: twice the cell, plus one if its child was visited. */
    private int next;

    Frame(int pageSize) {
      page = new byte[pageSize];
    }
  }

  private final Pages pages;
  private final boolean isIndex;
  private final List<Frame> frames = new ArrayList<>();
  private int depth;
  private long pagesRead;

  /** The payload of the cell. */
  private byte[] payload;

  private int payloadFrom;
  private int payloadEnd;
  private long rowId;

  /** Where the number that was read last ends. */
  private int behind;

  /**
   * @param isIndex whether it is a table without rowid
   */
  Cells(Pages pages, long root, boolean isIndex) throws IOException {
    this.pages = pages;
    this.isIndex = isIndex;
    descend(root);
  }

  /** Goes to the next cell; false if there is none. */
  boolean next() throws IOException {
    while (depth > 0) {
      Frame frame = frames.get(depth - 1);
      boolean isLeaf = frame.type == LEAF_INDEX || frame.type == LEAF_TABLE;
      int step = frame.next++;
      if (isLeaf) {
        if (step < frame.cells) {
          cell(frame, pointer(frame, step));
          return true;
        }
        depth--;
      } else if (step > 2 * frame.cells) {
        depth--;
      } else if (step % 2 == 0) {
        int cell = step / 2;
        descend(
            cell < frame.cells
                ? u32(frame.page, pointer(frame, cell))
                : u32(frame.page, frame.header + 8));
      } else if (isIndex) {
        cell(frame, pointer(frame, step / 2) + 4);
        return true;
      }
    }
    return false;
  }

  /** The key of the cell, in a table that has one. */
  long rowId() {
    return rowId;
  }

  /**
   * Reads the record of the cell.
   *
   * @param numbers takes its numbers; a text, blob or NULL is 0 there
   * @param values takes its texts and blobs; null elsewhere, may be null
   * @return how many columns it has
   */
  int record(long[] numbers, byte[][] values) throws IOException {
    int at = payloadFrom;
    int headerEnd = at + (int) varint(payload, at);
    if (headerEnd > payloadEnd || headerEnd < at) {
      throw damaged("a record's header is longer than the record");
    }
    int bodyAt = headerEnd;
    int column = 0;
    for (at = behind; at < headerEnd && column < numbers.length; column++) {
      long type = varint(payload, at);
      at = behind;
      long size = size(type);
      if (size > payloadEnd - bodyAt) {
        throw damaged("a column reaches beyond its record");
      }
      numbers[column] = type <= 9 ? number((int) type, bodyAt, (int) size) : 0;
      if (values != null) {
        values[column] =
            type < 12 ? null : Arrays.copyOfRange(payload, bodyAt, bodyAt + (int) size);
      }
      bodyAt += (int) size;
    }
    return column;
  }

  private void descend(long number) throws IOException {
    if (depth == MOST_DEPTH || ++pagesRead > pages.count()) {
      throw new IOException("its pages go round in a circle");
    }
    if (depth == frames.size()) {
      frames.add(new Frame(pages.pageSize()));
    }
    Frame frame = frames.get(depth++);
    pages.read(number, frame.page);
    frame.number = number;
    frame.header = number == 1 ? FILE_HEADER : 0;
    frame.type = frame.page[frame.header];
    frame.cells = u16(frame.page, frame.header + 3);
    frame.next = 0;
    boolean isOurs =
        isIndex
            ? frame.type == INTERIOR_INDEX || frame.type == LEAF_INDEX
            : frame.type == INTERIOR_TABLE || frame.type == LEAF_TABLE;
    if (!isOurs) {
      throw damaged("its type is " + frame.type);
    }
  }

  private int pointer(Frame frame, int cell) throws IOException {
    boolean isLeaf = frame.type == LEAF_INDEX || frame.type == LEAF_TABLE;
    int at = frame.header + (isLeaf ? 8 : 12) + 2 * cell;
    if (at + 2 > pages.usable()) {
      throw damaged("it says it has " + frame.cells + " cells");
    }
    int pointer = u16(frame.page, at);
    if (pointer + 4 > pages.usable()) {
      throw damaged("a cell lies outside");
    }
    return pointer;
  }

  /** Has the payload of a cell in hand, that of its overflow pages included. */
  private void cell(Frame frame, int at) throws IOException {
    long size = varint(frame.page, at);
    if (!isIndex) {
      rowId = varint(frame.page, behind);
    }
    int from = behind;
    int usable = pages.usable();
    int most = isIndex ? (usable - 12) * 64 / 255 - 23 : usable - 35;
    if (size < 0 || size > (1 << 26)) {
      throw damaged("a cell says it has " + size + " bytes");
    }
    if (size <= most) {
      payload = frame.page;
      payloadFrom = from;
      payloadEnd = from + (int) size;
      if (payloadEnd > usable) {
        throw damaged("a cell reaches beyond it");
      }
      return;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int local = least + (int) ((size - least) % (usable - 4));
    local = local <= most ? local : least;
    if (from + local + 4 > usable) {
      throw damaged("a cell reaches beyond it");
    }
    payload = new byte[(int) size];
    payloadFrom = 0;
    payloadEnd = payload.length;
    System.arraycopy(frame.page, from, payload, 0, local);
    overflow(u32(frame.page, from + local), local);
  }

  private void overflow(long first, int from) throws IOException {
    byte[] page = new byte[pages.pageSize()];
    int at = from;
    for (long number = first; at < payload.length; number = u32(page, 0)) {
      pages.read(number, page);
      int part = Math.min(payload.length - at, pages.usable() - 4);
      System.arraycopy(page, 4, payload, at, part);
      at += part;
    }
  }

  private long number(int type, int at, int size) {
    if (type == 8 || type == 9) {
      return type - 8;
    }
    if (type == 0 || type == 7) {
      return 0; // NULL; we store no reals
    }
    long value = payload[at];
    for (int i = 1; i < size; i++) {
      value = value << 8 | payload[at + i] & 0xff;
    }
    return value;
  }

  private static long size(long type) {
    if (type >= 12) {
      return (type - 12) / 2;
    }
    return switch ((int) type) {
      case 1, 2, 3, 4 -> type;
      case 5 -> 6;
      case 6, 7 -> 8;
      default -> 0;
    };
  }

  private long varint(byte[] bytes, int from) throws IOException {
    long value = 0;
    for (int i = 0; i < 9; i++) {
      if (from + i >= bytes.length) {
        throw damaged("a number reaches beyond it");
      }
      byte next = bytes[from + i];
      if (i == 8) {
        value = value << 8 | next & 0xff;
      } else {
        value = value << 7 | next & 0x7f;
        if (next < 0) {
          continue;
        }
      }
      behind = from + i + 1;
      return value;
    }
    throw new AssertionError("a number has at most nine bytes");
  }

  private IOException damaged(String what) {
    long number = depth == 0 ? 0 : frames.get(depth - 1).number;
    return new IOException("page " + number + " is damaged: " + what);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }
}
