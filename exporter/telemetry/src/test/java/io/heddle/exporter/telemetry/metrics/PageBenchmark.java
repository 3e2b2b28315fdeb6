package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.series.LabelSeries;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a scrape page with 2,000 labels costs, with and without the series beside the counters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PageBenchmark {
  private static final int TENANTS = 2_050;
  private static final LabelSeries ALL = new LabelSeries(LabelSeries.BOUNDS, 10_000);

  /** Which series each label has. */
  @Param({"none", "usual", "all"})
  public String series;

  private TenantMetrics<String> tenants;
  private Metrics metrics;

  /** Every label has counted something in every bucket, and three routes have failed. */
  @Setup
  public void count() {
    tenants = Tenants.withBudget(2_000);
    tenants.change(
        Tenants.rules(
            2_000,
            series.equals("none")
                ? new LabelSeries(List.of(), 0)
                : series.equals("all") ? ALL : LabelSeries.DEFAULT));
    metrics = new Metrics(tenants);
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      String id = "tenant-" + tenant;
      for (Duration bound : LabelSeries.BOUNDS) {
        long nanos = ThreadLocalRandom.current().nextLong(bound.toNanos());
        tenants.recordHttp(id, false, nanos);
        tenants.recordDb(id, false, nanos);
      }
      for (int route = 0; route < 3; route++) {
        tenants.recordRouteError(id, "/route/" + route);
      }
    }
  }

  @Benchmark
  public void page() throws IOException {
    metrics.page(null, "benchmark").writeTo(Writer.nullWriter());
  }
}
