package io.heddle.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What processes have asked of their files, in order: the diary that {@code faults.c} keeps. */
final class DiskTrace {
  enum Kind {
    MADE,
    WRITTEN,
    CUT,
    SYNCED,
    FOLDER_SYNCED,
    RENAMED,
    REMOVED,
    FOLDER_MADE,
    FOLDER_REMOVED,
    SYNC_FAILED
  }

  /**
   * One thing that was done, and had succeeded unless its kind says otherwise.
   *
   * @param inode of the file; 0 where a name says enough
   * @param number where it was written, or the size it was cut to
   * @param bytes what was written, or a name relative to the folder; two with a zero between if it
   *     was renamed
   */
  record Entry(Kind kind, long inode, long number, byte[] bytes) {
    String name() {
      return new String(bytes, UTF_8);
    }
  }

  private DiskTrace() {}

  /** Reads a diary; an entry that its writer did not live to finish is left out. */
  static List<Entry> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    List<Entry> entries = new ArrayList<>();
    while (bytes.remaining() >= 21) {
      Kind kind = Kind.values()[bytes.get() - 1];
      long inode = bytes.getLong();
      long number = bytes.getLong();
      byte[] content = new byte[bytes.getInt()];
      if (bytes.remaining() < content.length) {
        break;
      }
      bytes.get(content);
      entries.add(new Entry(kind, inode, number, content));
    }
    return entries;
  }
}
