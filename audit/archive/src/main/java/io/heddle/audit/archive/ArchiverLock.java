package io.heddle.audit.archive;

import io.heddle.audit.archive.tlog.DurableFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that an archive has one writer: a lock that dies with its process. On a file of its
 * own, never on SQLite's, whose POSIX locks it would cancel.
 */
final class ArchiverLock implements Closeable {
  private final FileChannel channel;

  private ArchiverLock(FileChannel channel) {
    this.channel = channel;
  }

  static ArchiverLock take(Path file) throws ArchiveException {
    FileChannel channel = null;
    try {
      DurableFolder.make(file.getParent());
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw held(file, channel);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new ArchiverLock(channel);
    } catch (OverlappingFileLockException heldHere) {
      throw held(file, channel);
    } catch (IOException failure) {
      if (!isWritable(file)) {
        throw new UnwritableArchiveException(
            "no write access to " + file.getParent() + ", which this needs", failure);
      }
      throw new ArchiveException(
          "the archive's lock "
              + file
              + " cannot be taken ("
              + failure
              + "); is the directory writable?",
          failure);
    }
  }

  /** As far as the archive's folder and its files are there, and else what is above them. */
  private static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder != null
        && Files.isWritable(folder)
        && (!Files.exists(file) || Files.isWritable(file));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ArchiverBusyException held(Path file, FileChannel channel) {
    String pid = "?";
    try (channel) {
      ByteBuffer text = ByteBuffer.allocate(32);
      channel.read(text, 0);
      pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    } catch (IOException unknown) {
      pid = "?";
    }
    return new ArchiverBusyException(
        "another archiver, process "
            + pid
            + ", is writing to "
            + file.getParent()
            + "; there can be one at a time");
  }
}
