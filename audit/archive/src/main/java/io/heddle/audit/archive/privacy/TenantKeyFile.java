package io.heddle.audit.archive.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.tlog.DurableFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of tenants' keys, open to be changed for a moment, with nobody else changing it: lines
 * are added at its end, and what stands behind a line's last blank is overwritten where it is. So a
 * key that is destroyed is destroyed where it was written, and nowhere is a copy of it: no journal,
 * no write-ahead log, no free page.
 *
 * <p>What a method has written is durable when it returns.
 */
final class TenantKeyFile implements AutoCloseable {
  private static final String HEADER = "heddle tenant keys 1";

  /** A key that is to be destroyed wherever it stands. */
  private static final String ZEROS = "0".repeat(KeyLine.SECRET_DIGITS + KeyLine.NO_SUM.length());

  /**
   * A line and where it stands.
   *
   * @param offset of its first byte
   * @param isEnded whether a line feed stands behind it
   */
  record Place(long offset, KeyLine line, boolean isEnded) {
    /** Of what may be overwritten. */
    long mutableOffset() {
      String text = line.text();
      return offset + text.lastIndexOf(' ') + 1;
    }
  }

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;
  private FileChannel channel;

  private TenantKeyFile(Path file, FileChannel lockFile, FileLock lock, FileChannel channel) {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
    this.channel = channel;
  }

  /** Opens the file, and makes it if there is none; waits for whoever has it. */
  static TenantKeyFile open(ArchiveHome home) throws IOException, ArchiveException {
    Path file = home.tenantKeys();
    DurableFolder.make(file.getParent());
    FileChannel lockFile =
        FileChannel.open(
            home.tenantKeysLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockFile.lock();
      if (!Files.exists(file)) {
        replace(file, List.of());
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      TenantKeyFile opened = new TenantKeyFile(file, lockFile, lock, channel);
      opened.cutTornEnd();
      return opened;
    } catch (IOException | ArchiveException | RuntimeException failure) {
      lockFile.close();
      throw failure;
    }
  }

  /** All lines of the file; none if there is none. */
  static List<Place> read(Path file) throws IOException, ArchiveException {
    String text;
    try {
      text = Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    if (!text.startsWith(HEADER + "\n")) {
      throw new ArchiveException(
          file
              + " does not begin with '"
              + HEADER
              + "'; use the Heddle that wrote it. If it is damaged, put that line back: nothing"
              + " behind it depends on it",
          null);
    }
    List<Place> lines = new ArrayList<>();
    int offset = HEADER.length() + 1;
    for (int end = text.indexOf('\n', offset); end >= 0; end = text.indexOf('\n', offset)) {
      add(lines, offset, text.substring(offset, end));
      offset = end + 1;
    }
    if (offset < text.length()) {
      addLast(lines, offset, text.substring(offset));
    }
    return lines;
  }

  /** A line; or two, if what stood between them is no line feed any more. */
  private static void add(List<Place> lines, long offset, String text) {
    KeyLine whole = KeyLine.parse(text);
    if (whole instanceof KeyLine.Damaged) {
      for (int at = 1; at < text.length() - 1; at++) {
        KeyLine second = KeyLine.parse(text.substring(at + 1));
        if (second.isSound() && KeyLine.parse(text.substring(0, at)).isSound()) {
          lines.add(new Place(offset, KeyLine.parse(text.substring(0, at)), false));
          lines.add(new Place(offset + at + 1, second, true));
          return;
        }
      }
    }
    lines.add(new Place(offset, whole, true));
  }

  /** What a crash has left of a line is none; a whole one may have lost its end otherwise. */
  private static void addLast(List<Place> lines, long offset, String text) {
    KeyLine butLast = KeyLine.parse(text.substring(0, text.length() - 1));
    if (butLast.isSound()) {
      lines.add(new Place(offset, butLast, false));
    }
  }

  List<Place> lines() throws IOException, ArchiveException {
    return read(file);
  }

  /** Tells this file from another, and from itself when it was shorter. */
  String identity() throws IOException {
    return identity(file);
  }

  static String identity(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ino") + "/" + Files.size(file);
    } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file);
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  void append(List<? extends KeyLine> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    write(text.toString(), channel.size());
    channel.force(true);
  }

  /** Overwrites keys with zeros. */
  void destroy(List<Place> keys) throws IOException {
    for (Place key : keys) {
      int digits = ((KeyLine.Key) key.line()).mutable().length();
      write(ZEROS.substring(0, digits), key.mutableOffset());
    }
    channel.force(true);
  }

  void state(Place of, int state) throws IOException {
    write(Integer.toString(state), of.mutableOffset());
    channel.force(true);
  }

  /** Puts other lines in place of all, and then overwrites what was there. */
  void replaceAll(List<? extends KeyLine> lines) throws IOException {
    replace(file, lines);
    long size = channel.size();
    byte[] zeros = new byte[64 << 10];
    for (long at = 0; at < size; at += zeros.length) {
      ByteBuffer block = ByteBuffer.wrap(zeros, 0, (int) Math.min(zeros.length, size - at));
      while (block.hasRemaining()) {
        channel.write(block, at + block.position());
      }
    }
    channel.force(true);
    channel.close();
    channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      channel.close();
      lock.release();
    }
  }

  /** A crash in the middle of a line leaves one without an end; nothing relies on it. */
  private void cutTornEnd() throws IOException, ArchiveException {
    long size = channel.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    long end = size;
    while (end > 0) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        break;
      }
      end--;
    }
    if (end == 0) {
      throw new ArchiveException(file + " is no file of tenants' keys", null);
    }
    if (end < size && !mendsEnd(end, size)) {
      channel.truncate(end);
      channel.force(true);
    }
  }

  /** A line that is whole but for its end was no crash's: it gets its end back. */
  private boolean mendsEnd(long offset, long size) throws IOException, ArchiveException {
    List<Place> lines = lines();
    boolean isWhole =
        !lines.isEmpty() && lines.get(lines.size() - 1).offset() == offset && size > offset;
    if (isWhole) {
      write("\n", size - 1);
      channel.force(true);
    }
    return isWhole;
  }

  private void write(String text, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position());
    }
  }

  private static void replace(Path file, List<? extends KeyLine> lines) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    replace(file, text.toString(), "rw-------");
  }

  /** Puts a text in place of a file, durably, or leaves it as it was. */
  static void replace(Path file, String text, String mode) throws IOException {
    Path made = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(made);
    boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        isPosix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
            }
            : new FileAttribute<?>[0];
    Files.createFile(made, attributes);
    if (isPosix) { // whatever the process's mask has taken away
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }
    try (FileChannel out = FileChannel.open(made, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
