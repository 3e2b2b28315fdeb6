package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.transaction.ProbedConnections.Probed;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
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
 * What it costs to ask a driver for the state of its transaction, which is done before and after
 * each statement.
 *
 * <p>Run {@link #main} with the test class path; {@code agent/RATIONALE.md} has the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProbeBenchmark {
  /** Whose driver is asked. */
  @Param public ProbedConnections database;

  private Probed probed;

  /** Starts JMH. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(ProbeBenchmark.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  /** Opens a connection with a transaction that has written. */
  @Setup
  public void open() throws Throwable {
    probed = database.open();
  }

  /** Closes it. */
  @TearDown
  public void close() throws SQLException {
    probed.close();
  }

  /** One reading. */
  @Benchmark
  public Object read() {
    return probed.read();
  }

  /** The rows that have changed, which SQLite is asked for before each write. */
  @Benchmark
  public long changes() {
    return probed.changes();
  }
}
