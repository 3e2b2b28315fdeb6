package io.heddle.exporter.telemetry.otlp;

import io.heddle.exporter.telemetry.FinishedOperation;
import io.heddle.exporter.telemetry.HeddleThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Ships finished operations as spans, in batches, on a thread of its own.
 *
 * <p>Bound: the queue size of the options, rounded up to a power of two. An operation that finds no
 * room is dropped and counted, and so is a batch that the collector does not take in time; nobody
 * waits for either.
 */
public final class SpanExport {
  private static final byte SAMPLED = 1;

  /** The SDK's own default. */
  private static final int FIRST_BACKOFF_MILLIS = 1_000;

  private final OtlpOptions options;
  private final Consumer<String> log;
  private final int backoffMillis;
  private final SpanRing<FinishedOperation> ring;
  private final int batchSize;
  private final int wakeMask;
  private final AtomicLong exported = new AtomicLong();
  private final AtomicLongArray losses = new AtomicLongArray(SpanLoss.values().length);

  /** Set by start, and read by whoever offers: null while nobody needs to be woken. */
  private volatile HeddleThread thread;

  /** Set once by the exporter's thread, and read by whoever closes. */
  private volatile SpanSender sender;

  private volatile boolean isClosed;
  private boolean hasComplained;

  /**
   * @param log told, once, that spans cannot be shipped
   */
  public SpanExport(OtlpOptions options, Consumer<String> log) {
    this(options, log, FIRST_BACKOFF_MILLIS);
  }

  SpanExport(OtlpOptions options, Consumer<String> log, int backoffMillis) {
    this.options = options;
    this.log = log;
    this.backoffMillis = backoffMillis;
    this.ring = new SpanRing<>(options.enabled() ? options.queueSize() : 2);
    // At most half the ring, so that there is room while a full batch is on its way.
    this.batchSize = Math.min(options.batchSize(), ring.capacity() / 2);
    this.wakeMask = Integer.highestOneBit(batchSize) - 1;
  }

  /** Whether spans are shipped at all. */
  public boolean isEnabled() {
    return options.enabled();
  }

  /**
   * Hands over an operation that has ended and will not change any more. Any thread; never waits,
   * allocates or throws.
   *
   * @return whether its span will be shipped: false if its trace is not sampled, if spans are not
   *     shipped at all, or if there is no room, which is counted
   */
  public boolean offer(FinishedOperation operation) {
    if (!options.enabled() || (operation.traceFlags() & SAMPLED) == 0) {
      return false;
    }
    if (isClosed) {
      lose(SpanLoss.CLOSED, 1);
      return false;
    }
    long position = ring.offer(operation);
    if (position < 0) {
      lose(SpanLoss.QUEUE_FULL, 1);
      return false;
    }
    if ((position & wakeMask) == wakeMask) {
      LockSupport.unpark(thread);
    }
    return true;
  }

  /** Starts the exporter's thread. Not before the application's main method has begun. */
  public synchronized void start() {
    if (options.enabled() && thread == null && !isClosed) {
      HeddleThread starting = new HeddleThread(this::run, "heddle-otlp");
      thread = starting;
      starting.start();
    }
  }

  /**
   * Ships what is waiting, one attempt a batch, and ends the exporter's thread. Returns after
   * {@code limitMillis} at the latest; what has not been shipped by then is counted as lost.
   */
  public synchronized void close(long limitMillis) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    HeddleThread running = thread;
    if (running != null) {
      SpanSender busy = sender;
      if (busy != null) {
        busy.hurry();
      }
      // Not interrupted: it may be loading a class, and a loader's open file would not survive.
      LockSupport.unpark(running);
      if (!hasEnded(running, limitMillis) && sender != null) {
        sender.shutdown();
      }
    }
    lose(SpanLoss.CLOSED, ring.size());
  }

  /** How many spans the collector has taken. */
  public long exported() {
    return exported.get();
  }

  /** How many spans were lost for that reason. */
  public long lost(SpanLoss reason) {
    return losses.get(reason.ordinal());
  }

  /** How many operations are waiting. */
  public int waiting() {
    return ring.size();
  }

  private static boolean hasEnded(Thread running, long limitMillis) {
    try {
      running.join(Math.max(1, limitMillis));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    return !running.isAlive();
  }

  private void run() {
    List<FinishedOperation> batch = new ArrayList<>(batchSize);
    long delayNanos = TimeUnit.MILLISECONDS.toNanos(options.delayMillis());
    long due = System.nanoTime() + delayNanos;
    while (true) {
      boolean isLastRound = isClosed;
      long leftNanos = due - System.nanoTime();
      if (!isLastRound && leftNanos > 0 && ring.size() < batchSize) {
        LockSupport.parkNanos(this, leftNanos);
        continue;
      }
      FinishedOperation operation = null;
      while (batch.size() < batchSize && (operation = ring.poll()) != null) {
        batch.add(operation);
      }
      if (!batch.isEmpty()) {
        ship(batch);
        batch.clear();
      } else if (isLastRound) {
        return;
      }
      due = System.nanoTime() + delayNanos;
    }
  }

  private void ship(List<FinishedOperation> batch) {
    String problem;
    try {
      if (sender == null) {
        sender = new SpanSender(options, backoffMillis);
        if (isClosed) {
          // Whoever closed looked for the sender before it was there.
          sender.hurry();
        }
      }
      problem = sender.send(batch);
    } catch (Throwable unexpected) {
      // Whatever it is, an error of linkage included: this thread must outlive it, or the ring
      // fills and never empties.
      problem = unexpected.toString();
    }
    if (problem == null) {
      exported.addAndGet(batch.size());
      return;
    }
    lose(SpanLoss.EXPORT_FAILED, batch.size());
    if (!hasComplained) {
      hasComplained = true;
      log.accept(
          "spans cannot be shipped to "
              + options.endpoint()
              + ": "
              + problem
              + "; further failures are counted in heddle_spans_lost_total");
    }
  }

  private void lose(SpanLoss reason, int count) {
    losses.addAndGet(reason.ordinal(), count);
  }
}
