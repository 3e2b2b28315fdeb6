package io.heddle.sampler.traces;

import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the decision about a trace costs, the reading of the clock not included: 5,000 tenants by
 * Zipf's law, one after the other and by all threads at once.
 *
 * <p>Run {@link #main} with the test class path; {@code sampler/RATIONALE.md} has the command.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class DecisionBenchmark {
  private static final int REQUESTS = 1 << 16;

  private final int[] tenants = new int[REQUESTS];
  private final long[] randomness = new long[REQUESTS];
  private TenantTraceSampler sampler;

  /** All threads' clock, which they read and one of its own sets. */
  private volatile long nowNanos;

  private Thread clock;

  /** One thread's place in the stream. */
  @State(Scope.Thread)
  public static class Place {
    int next = System.identityHashCode(this);
  }

  /**
   * Starts JMH; the argument is the number of threads, or 0 for the processor time of one thread,
   * which is what can be measured on a machine that is busy.
   */
  public static void main(String[] arguments) throws RunnerException {
    if (arguments.length > 0 && arguments[0].equals("0")) {
      printProcessorTime();
      return;
    }
    new Runner(
            new OptionsBuilder()
                .include(DecisionBenchmark.class.getSimpleName())
                .threads(arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]))
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  private static void printProcessorTime() {
    DecisionBenchmark benchmark = new DecisionBenchmark();
    benchmark.start();
    Place place = new Place();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long thresholds = 0;
    for (int round = 0; round < 6; round++) {
      long before = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < 10_000_000; i++) {
        thresholds += benchmark.decide(place);
      }
      double nanos = (threads.getCurrentThreadCpuTime() - before) / 1e7;
      System.out.printf("%.1f ns of processor time a decision (%x)%n", nanos, thresholds);
    }
    benchmark.stop();
  }

  /** Makes the stream and starts the clock. */
  @Setup
  public void start() {
    Traffic traffic = new Traffic(1, 5_000, 1.1);
    for (int i = 0; i < REQUESTS; i++) {
      tenants[i] = 3 + traffic.tenant();
      randomness[i] = traffic.randomness();
    }
    TierMonitor tiers = new TierMonitor(TierEdges.DEFAULT, 0);
    nowNanos = System.nanoTime();
    sampler = new TenantTraceSampler(TraceRules.DEFAULT, 100_000, 3, tiers::tier, nowNanos);
    clock = new Thread(this::tick, "clock");
    clock.setDaemon(true);
    clock.start();
  }

  /** Stops the clock. */
  @TearDown
  public void stop() {
    clock.interrupt();
  }

  /** A decision among as many as the threads can make. */
  @Benchmark
  public long decide(Place place) {
    int i = place.next++ & REQUESTS - 1;
    return sampler.decide(tenants[i], nowNanos, randomness[i]);
  }

  private void tick() {
    while (!Thread.interrupted()) {
      nowNanos = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
