package io.heddle.audit.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a synchronous commit costs beside the least it could: a loop that writes as many bytes to a
 * file made beforehand and shares an fsync with whoever else waits. Both in one run, in turns, so
 * that the ratio means something on any disk. Exits with 1 if 32 threads miss the target.
 *
 * <p>Run {@link #main} with the test class path; {@code audit/spool/RATIONALE.md} has the command.
 */
public final class GroupSyncBenchmark {
  private static final double TARGET = 1.2;
  private static final int[] THREADS = {1, 8, 32};
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** One way to commit. */
  private interface Contender extends Closeable {
    void commit(long transaction) throws IOException;
  }

  private GroupSyncBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments a folder on the disk to measure; a temporary one if there is none
   */
  public static void main(String[] arguments) throws Exception {
    Path folder =
        Files.createTempDirectory(
            arguments.length > 0 ? Path.of(arguments[0]) : Path.of(""), "group-sync");
    boolean isHeld = true;
    System.out.printf("threads  bare/s  commits/s  bare:commit (median of %d)%n", ROUNDS);
    for (int threads : THREADS) {
      double[] bare = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      double[] ratio = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        Path file = folder.resolve(threads + "-" + round);
        try (Contender loop = new BareLoop(file)) {
          bare[round] = perSecond(loop, threads);
        }
        try (Contender spool = new Spool(folder.resolve("spool-" + threads + "-" + round))) {
          ours[round] = perSecond(spool, threads);
        }
        ratio[round] = bare[round] / ours[round];
      }
      System.out.printf(
          Locale.ROOT,
          "%7d %7.0f %10.0f  %.2f (%.2f to %.2f)%n",
          threads,
          median(bare),
          median(ours),
          median(ratio),
          ratio[0],
          ratio[ROUNDS - 1]);
      isHeld &= threads < 32 || median(ratio) <= TARGET;
    }
    delete(folder);
    System.exit(isHeld ? 0 : 1);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double perSecond(Contender contender, int threads) throws Exception {
    LongAdder commits = new LongAdder();
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    long[] until = new long[1];
    for (int i = 0; i < threads; i++) {
      long first = i * 1_000_000_000L + 1;
      Thread thread =
          new Thread(
              () -> {
                try {
                  contender.commit(first); // opens files, and makes a first segment durable
                  ready.countDown();
                  go.await();
                  for (long n = first + 1; System.nanoTime() - until[0] < 0; n++) {
                    contender.commit(n);
                    commits.increment();
                  }
                } catch (IOException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      all.add(thread);
      thread.start();
    }
    ready.await();
    long began = System.nanoTime();
    until[0] = began + ROUND_NANOS;
    go.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    return commits.sum() * 1e9 / (System.nanoTime() - began);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A write with its transaction's intent and outcome, as the agent does it. */
  private static final class Spool implements Contender {
    private final SpoolWriter writer;

    Spool(Path root) throws IOException {
      SpoolOptions options = new SpoolOptions(root, "n", 1, "s", "v", 1L << 30, 16 << 20);
      writer = SpoolWriter.open(options, () -> Fixture.NOW);
    }

    @Override
    public void commit(long transaction) throws IOException {
      long mark = writer.mark();
      boolean isWritten = writer.append(SpoolAllocationTest.known());
      isWritten &= writer.appendIntent(transaction, 1, "postgresql://db:5432/orders", "748");
      SyncFailure failure = writer.sync(mark, TimeUnit.SECONDS.toNanos(10));
      isWritten &= writer.appendOutcome(transaction, 0, 1, Outcome.COMMITTED, Fixture.NOW);
      if (failure != null || !isWritten) {
        throw new IOException("not durable: " + failure);
      }
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  /** The least there is: bytes to a file, and whoever comes first syncs for all. */
  private static final class BareLoop implements Contender {
    /** What a commit of {@link Spool} writes. */
    private static final int BYTES = 152 + 96 + 56;

    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isSynced = lock.newCondition();
    private final AtomicLong end = new AtomicLong();

    /** Commits, guarded by the lock as are all below. */
    private long written;

    private long synced;
    private boolean isSyncing;

    BareLoop(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
      for (int i = 0; i < 64; i++) {
        channel.write(zeros.clear(), (long) i << 20);
      }
      channel.force(true);
    }

    @Override
    public void commit(long transaction) throws IOException {
      channel.write(ByteBuffer.allocate(BYTES), end.getAndAdd(BYTES) % (60 << 20));
      lock.lock();
      try {
        long mine = ++written;
        while (synced < mine) {
          if (isSyncing) {
            isSynced.awaitUninterruptibly();
          } else {
            sync();
          }
        }
      } finally {
        lock.unlock();
      }
    }

    private void sync() throws IOException {
      long covers = written;
      isSyncing = true;
      lock.unlock();
      try {
        channel.force(false);
      } finally {
        lock.lock();
        isSyncing = false;
      }
      synced = covers;
      isSynced.signalAll();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
