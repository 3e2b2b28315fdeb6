package io.heddle.exporter.telemetry.metrics;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to count one operation. Run with {@code -prof gc}: nothing may be allocated.
 *
 * <p>{@code request} is all that a served request records.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordingBenchmark {
  private static final int TENANTS = 10_000;

  private final TenantMetrics<String> tenants = Tenants.withBudget(2_000);
  private final Metrics metrics = new Metrics(tenants);
  private final String[] ids = new String[TENANTS];
  private final DurationSeries kept = metrics.httpServer().series("GET", "/orders/{id}", 200, "");

  public RecordingBenchmark() {
    Arrays.setAll(ids, tenant -> "tenant-" + tenant);
  }

  @Benchmark
  public void tenant() {
    tenants.recordHttp(ids[ThreadLocalRandom.current().nextInt(TENANTS)], false, 1_000_000);
  }

  @Benchmark
  public void keptSeries() {
    kept.record(1_000_000);
  }

  @Benchmark
  public void series() {
    metrics.httpServer().series("GET", "/orders/{id}", 200, "").record(1_000_000);
  }

  @Benchmark
  public void sampledSeries() {
    metrics.httpServer().series("GET", "/orders/{id}", 200, "").record(1_000_000, 1, 2, true);
  }

  @Benchmark
  public void request() {
    tenant();
    sampledSeries();
  }
}
