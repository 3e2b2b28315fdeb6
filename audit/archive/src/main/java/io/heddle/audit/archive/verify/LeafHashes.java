package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The hashes of leaves by their place, in a file that nobody sees: there may be more than fit in
 * memory, and they come in the order of the archive's files.
 *
 * <p>Bound: 32 bytes of disk and a bit of memory for each leaf.
 */
final class LeafHashes implements AutoCloseable {
  private static final int CHUNK_LEAVES = 1 << 20;

  private final FileChannel channel;
  private final List<MappedByteBuffer> chunks = new ArrayList<>();
  private final BitSet known = new BitSet();
  private final long size;

  /**
   * @param folder where the file is made
   * @param size how many leaves there are
   */
  LeafHashes(Path folder, long size) throws IOException {
    this.size = size;
    channel =
        FileChannel.open(
            Files.createTempFile(folder, "leaves", ".building"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    for (long from = 0; from < size; from += CHUNK_LEAVES) {
      long bytes = Math.min(CHUNK_LEAVES, size - from) * TreeHash.BYTES;
      chunks.add(channel.map(FileChannel.MapMode.READ_WRITE, from * TreeHash.BYTES, bytes));
    }
  }

  /** How many leaves there are. */
  long size() {
    return size;
  }

  /** Keeps the hash of a leaf; of one that is not signed yet, nothing. */
  void put(long leaf, byte[] hash) {
    if (leaf < size) {
      chunk(leaf).put(at(leaf), hash);
      known.set((int) leaf);
    }
  }

  /** Whether the hash of a leaf is known. */
  boolean has(long leaf) {
    return known.get((int) leaf);
  }

  /** The hash of a leaf that is known. */
  byte[] hash(long leaf) {
    byte[] hash = new byte[TreeHash.BYTES];
    chunk(leaf).get(at(leaf), hash);
    return hash;
  }

  private MappedByteBuffer chunk(long leaf) {
    return chunks.get((int) (leaf / CHUNK_LEAVES));
  }

  private static int at(long leaf) {
    return (int) (leaf % CHUNK_LEAVES) * TreeHash.BYTES;
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
