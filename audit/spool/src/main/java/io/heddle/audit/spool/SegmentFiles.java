package io.heddle.audit.spool;

import io.heddle.audit.spool.access.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Makes and looks after segment files. Apart from {@link #onDisk} tests have their own. */
interface SegmentFiles {
  /** A new file of {@code size} zeros at {@code path}, mapped for writing. */
  ByteBuffer create(Path path, int size) throws IOException;

  /**
   * Makes a segment durable: what was stored into its memory before, and its size. A failure says
   * that nobody knows what of it is on disk, and trying again would not tell: the system forgets.
   */
  void force(Path path, ByteBuffer memory) throws IOException;

  /** Makes the names in a folder durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Whether the file is still where it was made, and not cut. */
  boolean isWhole(Path path, int size);

  /** The disk that the segments in a folder take, in bytes. */
  long sizeBytes(Path directory) throws IOException;

  /** The real file system. */
  static SegmentFiles onDisk() {
    return new SegmentFiles() {
      private static final int CHUNK = 1 << 16;

      @Override
      public ByteBuffer create(Path path, int size) throws IOException {
        try (FileChannel channel =
            FileChannel.open(
                path,
                Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE),
                OwnerOnly.file(path))) {
          OwnerOnly.share(path);
          // The zeros are really written: storing into a mapped hole on a full disk is a SIGBUS.
          ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
          for (int done = 0; done < size; done += zeros.position()) {
            zeros.position(0).limit(Math.min(CHUNK, size - done));
            while (zeros.hasRemaining()) {
              channel.write(zeros, done + zeros.position());
            }
          }
          return channel
              .map(FileChannel.MapMode.READ_WRITE, 0, size)
              .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failure) {
          Files.deleteIfExists(path);
          throw failure;
        }
      }

      @Override
      public void force(Path path, ByteBuffer memory) throws IOException {
        try {
          // Not through a channel: an interrupt would close that.
          ((MappedByteBuffer) memory).force();
        } catch (UncheckedIOException failure) {
          throw failure.getCause();
        }
      }

      @Override
      public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }

      @Override
      public boolean isWhole(Path path, int size) {
        try {
          return Files.size(path) >= size;
        } catch (IOException removed) {
          return false;
        }
      }

      @Override
      public long sizeBytes(Path directory) throws IOException {
        long size = 0;
        for (long index : SpoolDirectory.segments(directory)) {
          try {
            size += Files.size(SpoolDirectory.segment(directory, index));
          } catch (IOException removedMeanwhile) {
            continue;
          }
        }
        return size;
      }
    };
  }
}
