package io.heddle.audit.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that reads, decodes and hashes batches while earlier ones are being stored. It ends when
 * there is nothing to do for a second. Asked by one thread.
 *
 * <p>Bound: {@link #MOST} batches, being read or waiting; whoever asks for more is refused and
 * reads for himself.
 */
final class ReadAhead implements AutoCloseable {
  private static final int MOST = 4;

  private final Semaphore room = new Semaphore(MOST);
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::daemon);

  ReadAhead() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** What is being read, or has been; it is taken once. */
  final class Begun {
    private final Future<Reading> reading;

    private Begun(Future<Reading> reading) {
      this.reading = reading;
    }

    /**
     * Waits for it.
     *
     * @throws IOException what reading has thrown
     */
    Reading take() throws IOException {
      try {
        return reading.get();
      } catch (ExecutionException failure) {
        throw thrown(failure.getCause());
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a spool was read");
      } finally {
        room.release();
      }
    }

    /** Waits until the reader is nobody's any more; what was read, or thrown, stays. */
    void settle() {
      boolean isInterrupted = false;
      while (!reading.isDone()) {
        try {
          reading.get();
        } catch (ExecutionException told) {
          // Whoever takes it will see it.
        } catch (InterruptedException interrupt) {
          isInterrupted = true; // a batch is read in milliseconds
        }
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** Forgets it. */
    void drop() {
      settle();
      room.release();
    }
  }

  /** Begins to read; nothing if there is no room. */
  Optional<Begun> begin(Callable<Reading> work) {
    return room.tryAcquire() ? Optional.of(new Begun(thread.submit(work))) : Optional.empty();
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private static IOException thrown(Throwable cause) {
    if (cause instanceof RuntimeException failure) {
      throw failure;
    } else if (cause instanceof Error failure) {
      throw failure;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  private Thread daemon(Runnable work) {
    Thread made = new Thread(work, "heddle-read-ahead");
    made.setDaemon(true);
    return made;
  }
}
