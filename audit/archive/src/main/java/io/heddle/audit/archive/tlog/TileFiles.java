package io.heddle.audit.archive.tlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tiles in a folder. One thread writes; any number of others may read what a checkpoint covers.
 *
 * <p>Files are made and synced by threads of its own: making one may take the file system half a
 * millisecond, and a disk commits many syncs at once if they are asked for at once (200 in 20 ms,
 * one after the other in 400). The threads end when there is nothing to do.
 *
 * <p>Bound: {@link #MOST_UNWRITTEN} tiles wait to be written, then the writer waits.
 */
public final class TileFiles {
  private static final int THREADS = 8;
  private static final int MOST_UNWRITTEN = 1_024;
  private static final byte[] NOTHING = {};
  private static final ThreadPoolExecutor POOL =
      new ThreadPoolExecutor(
          THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TileFiles::daemon);

  static {
    POOL.allowCoreThreadTimeOut(true);
  }

  private final Path folder;
  private final Deque<Future<?>> writes = new ArrayDeque<>();

  /** Folders with new names. */
  private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();

  /** Folders whose own names are durable after the next sync: one for 65,536 leaves. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private final Set<Path> outgrown = ConcurrentHashMap.newKeySet();

  /** Tiles below {@code folder}, which need not exist yet. */
  public TileFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a tile; if it is partial and was removed since, its hashes from the full one.
   *
   * @return {@code tile.width()} hashes
   * @throws TileException if it is not there or not as large as it must be
   * @throws IOException if it cannot be read
   */
  public byte[] read(Tile tile) throws IOException {
    byte[] bytes = bytes(tile);
    if (bytes == null && !tile.isFull()) {
      bytes = bytes(tile.full());
      if (bytes != null && bytes.length == Tile.WIDTH * TreeHash.BYTES) {
        bytes = Arrays.copyOf(bytes, tile.width() * TreeHash.BYTES);
      }
    }
    if (bytes == null) {
      throw new TileException(tile, "is missing");
    }
    if (bytes.length != tile.width() * TreeHash.BYTES) {
      throw new TileException(
          tile, "has " + bytes.length + " bytes, expected " + tile.width() * TreeHash.BYTES);
    }
    return bytes;
  }

  /**
   * Has a tile written; it is there, and durable, after the next {@link #sync}.
   *
   * @return the hash of all of it, for a full one
   */
  Future<byte[]> write(Tile tile, byte[] hashes) throws IOException {
    byte[] bytes = Arrays.copyOf(hashes, tile.width() * TreeHash.BYTES);
    while (writes.size() >= MOST_UNWRITTEN) {
      await(writes.poll());
    }
    Future<byte[]> written =
        POOL.submit(
            () -> {
              writeNow(tile, bytes);
              return tile.isFull() ? new TreeHash().perfect(bytes, 0, Tile.WIDTH) : NOTHING;
            });
    writes.add(written);
    return written;
  }

  /** Makes what was written durable. */
  void sync() throws IOException {
    awaitAll();
    for (Path path : unsynced) {
      writes.add(
          POOL.submit(
              () -> {
                force(path);
                return null;
              }));
    }
    awaitAll();
    unsynced.clear();
  }

  /** Removes partial tiles whose full one is durable and covered by a checkpoint. */
  void removeOutgrown() throws IOException {
    for (Path partials : outgrown) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(partials);
      durable.remove(partials);
    }
    outgrown.clear();
  }

  /** Makes a file, or the names in a folder, durable. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException removedSince) {
      return;
    }
  }

  private void writeNow(Tile tile, byte[] bytes) throws IOException {
    Path file = folder.resolve(tile.path());
    // A partial tile that was signed may be written again, and one that never was may stay: neither
    // may be torn, so its name comes last. A full tile is written before it is signed, and again
    // after a crash.
    Path made = tile.isFull() ? file : file.resolveSibling(file.getFileName() + ".new");
    try {
      put(made, bytes);
    } catch (NoSuchFileException noFolder) {
      Files.createDirectories(file.getParent());
      put(made, bytes);
    }
    if (!tile.isFull()) {
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
    // Up to the log's own name, unless done already: a process that was killed may have made a
    // folder that is there, and gone after a power loss.
    Path named = file.getParent();
    unsynced.add(named);
    while (named.startsWith(folder) && durable.add(named)) {
      named = named.getParent();
      unsynced.add(named);
    }
    Path partials = folder.resolve(tile.partials());
    if (tile.isFull() && Files.exists(partials)) {
      outgrown.add(partials);
    }
  }

  private static void put(Path file, byte[] hashes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(hashes);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  private byte[] bytes(Tile tile) throws IOException {
    try {
      return Files.readAllBytes(folder.resolve(tile.path()));
    } catch (NoSuchFileException missing) {
      return null;
    }
  }

  private void awaitAll() throws IOException {
    while (!writes.isEmpty()) {
      await(writes.poll());
    }
  }

  static <T> T await(Future<T> work) throws IOException {
    try {
      return work.get();
    } catch (ExecutionException failure) {
      throw new IOException("a tile cannot be written (" + failure.getCause() + ")", failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while tiles were written", interrupt);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "heddle-tiles");
    thread.setDaemon(true);
    return thread;
  }
}
