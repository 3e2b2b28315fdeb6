package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What an append costs the application's thread, and how much it allocates: a record of 152 bytes,
 * page faults of the fresh segment included. Each iteration fills a spool of its own, so that no
 * time is spent on a disk that cannot keep up with millions of records a second.
 *
 * <p>Run {@link #main} with the test class path; {@code audit/spool/RATIONALE.md} has the command.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SpoolWriterBenchmark.BATCH)
@Warmup(iterations = 15)
@Measurement(iterations = 20)
@Fork(1)
public class SpoolWriterBenchmark {
  static final int BATCH = 100_000;
  private static final CapturedOperation OPERATION = SpoolAllocationTest.known();

  private final RecordEncoder encoder = new RecordEncoder();
  private Path root;
  private SpoolWriter writer;

  /** Starts JMH; arguments are not looked at. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(SpoolWriterBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  /** Opens a spool of one segment that holds a batch of each of two threads. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    root = Files.createTempDirectory("spool-benchmark");
    SpoolOptions options = new SpoolOptions(root, "n", 1, "s", "v", 1L << 30, 48 << 20);
    writer = SpoolWriter.open(options, SegmentFiles.onDisk(), () -> Fixture.NOW, "jmh", 1);
  }

  /** Removes it. */
  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    long lost = writer.statistics().lost();
    writer.close();
    Fixture.log(root).delete();
    Files.delete(root.resolve("n"));
    Files.delete(root);
    if (lost > 0) {
      throw new IllegalStateException(lost + " records found no room");
    }
  }

  @Benchmark
  public void append() {
    for (int i = 0; i < BATCH; i++) {
      writer.append(OPERATION);
    }
  }

  @Benchmark
  @Threads(2)
  public void appendFromTwoThreads() {
    for (int i = 0; i < BATCH; i++) {
      writer.append(OPERATION);
    }
  }

  /** What of it is laying the record out and its checksum. */
  @Benchmark
  public void encode() {
    for (int i = 0; i < BATCH; i++) {
      encoder.operation(OPERATION);
      encoder.seal(i);
    }
  }
}
