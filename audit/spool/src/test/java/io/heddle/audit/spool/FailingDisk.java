package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The disk as it is, but that no segment can be made while a test says so. */
final class FailingDisk implements SegmentFiles {
  static final IOException FULL = new IOException("No space left on device");

  /** What making a segment ends in; null: in a segment. */
  IOException failure;

  /** The same, as an error of the JVM. */
  Error error;

  private final SegmentFiles real = SegmentFiles.onDisk();

  @Override
  public ByteBuffer create(Path path, int size) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (error != null) {
      throw error;
    }
    return real.create(path, size);
  }

  @Override
  public void force(Path path, ByteBuffer memory) throws IOException {
    real.force(path, memory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
  }

  @Override
  public boolean isWhole(Path path, int size) {
    return real.isWhole(path, size);
  }

  @Override
  public long sizeBytes(Path directory) throws IOException {
    return real.sizeBytes(directory);
  }
}
