package io.heddle.agent.clock;

import io.heddle.audit.spool.ClockInterval;
import io.heddle.audit.spool.ClockInterval.Status;
import io.heddle.audit.spool.OperationExtras;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps the interval that records carry up to date, and notices when the clock is set.
 *
 * <p>Run about once a second by one thread. The interval holds for the second to come: it includes
 * what the clock may drift, and how far {@link io.heddle.agent.operation.EpochClock}, which looks
 * at it once a second, may be behind one that is being slewed.
 */
public final class ClockWatch implements Runnable {
  /** What is told when the clock was set. */
  public interface StepSink {
    /**
     * @param nanos by how much, forward if positive
     */
    void stepped(long nanos);
  }

  /** Linux slews a clock by at most 500 ppm; between looks that is not seen. */
  private static final double SLEW = 500e-6;

  /** A difference that neither slewing nor a thread that had to wait explains. */
  private static final long STEP_NANOS = 10_000_000L;

  /** How long a reading of the two clocks may take to be worth comparing. */
  private static final long PAUSE_NANOS = 1_000_000L;

  private static final long NEXT_LOOK_NANOS = 2_000_000_000L;
  private static final long MICRO = 1_000L;

  private final LongSupplier epochNanos;
  private final LongSupplier nanoTime;
  private final long assumedNanos;
  private final ClockSource[] sources;
  private final Consumer<byte[]> extras;
  private final StepSink steps;
  private ClockInterval told;
  private ClockReading reading;
  private long offsetNanos;
  private long comparedNanos;
  private boolean hasCompared;

  /**
   * @param assumedNanos by how much the clock is wrong at most if nobody knows
   * @param extras takes the block that records carry from now on
   * @param sources asked in this order; the first that answers is believed
   */
  ClockWatch(
      LongSupplier epochNanos,
      LongSupplier nanoTime,
      long assumedNanos,
      Consumer<byte[]> extras,
      StepSink steps,
      ClockSource... sources) {
    this.epochNanos = epochNanos;
    this.nanoTime = nanoTime;
    this.assumedNanos = assumedNanos;
    this.extras = extras;
    this.steps = steps;
    this.sources = sources;
  }

  /** Watches this machine's clock. */
  public static ClockWatch ofThisMachine(
      long assumedNanos, Consumer<byte[]> extras, StepSink steps) {
    return new ClockWatch(
        ClockWatch::now,
        System::nanoTime,
        assumedNanos,
        extras,
        steps,
        new ClockBoundFile(ClockBoundFile.PATHS),
        new Chrony(Chrony.PORT));
  }

  @Override
  public void run() {
    compare();
    long now = nanoTime.getAsLong();
    ask(now);
    tell(interval(now));
  }

  private void ask(long now) {
    ClockReading answer = null;
    for (int i = 0; i < sources.length && answer == null; i++) {
      answer = sources[i].read(now);
    }
    if (answer != null) {
      reading = answer;
    } else if (reading != null) {
      reading = reading.withNobodyVouching();
    }
  }

  private ClockInterval interval(long now) {
    Status status = Status.ASSUMED;
    long bound = assumedNanos;
    if (reading != null) {
      status = reading.status();
      bound = reading.boundNanos(now + NEXT_LOOK_NANOS);
      if (status != Status.SYNCHRONISED) {
        bound = Math.max(bound, assumedNanos);
      }
      bound += (long) (SLEW * NEXT_LOOK_NANOS);
    }
    long micros = (bound + MICRO - 1) / MICRO + 1; // rounded up, and a start is rounded down
    return new ClockInterval(status, micros, micros);
  }

  private void tell(ClockInterval interval) {
    if (!interval.equals(told)) {
      told = interval;
      extras.accept(
          OperationExtras.with(new byte[0], OperationExtras.CLOCK_INTERVAL, interval.value()));
    }
  }

  /** Tells if the clock was set since the last look: it went another way than the monotonic one. */
  private void compare() {
    long before = nanoTime.getAsLong();
    long epoch = epochNanos.getAsLong();
    long after = nanoTime.getAsLong();
    if (after - before > PAUSE_NANOS) {
      return; // this thread had to wait in between; the next look will tell
    }
    long offset = epoch - before;
    long moved = offset - offsetNanos;
    long explained = STEP_NANOS + (long) (SLEW * (before - comparedNanos));
    boolean hasStepped = hasCompared && Math.abs(moved) > explained;
    offsetNanos = offset;
    comparedNanos = before;
    hasCompared = true;
    if (hasStepped) {
      steps.stepped(moved);
    }
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
