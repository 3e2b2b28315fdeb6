package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What it costs to count one request of a labelled tenant, beside the same with a bare map of
 * adders and with what others offer; a thousand tenants, drawn by Zipf's law.
 *
 * <p>Run {@link #main} with the test class path: 1, 2, 4 and 8 threads, then the ratios; {@code
 * sampler/RATIONALE.md} has the command. The peers are given what they can prepare: the attributes
 * are made beforehand, which leaves OpenTelemetry its look-up alone.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RecordingBenchmark {
  private static final int TENANTS = 1_000;
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant");
  private static final int[] THREADS = {1, 2, 4, 8};

  /** Whose request comes next, drawn beforehand: one long round for each thread. */
  @State(Scope.Thread)
  public static class Requests {
    private static final int ROUND = 1 << 14;

    private final String[] tenants = new String[ROUND];
    private final Attributes[] attributes = new Attributes[ROUND];
    private int at;

    public Requests() {
      SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
      for (int i = 0; i < ROUND; i++) {
        // The inverse of the distribution function of a Zipf law with exponent 1, near enough.
        int rank = (int) Math.pow(TENANTS, random.nextDouble());
        tenants[i] = name(Math.min(rank, TENANTS - 1));
        attributes[i] = Attributes.of(TENANT, tenants[i]);
      }
    }

    String tenant() {
      return tenants[at++ & ROUND - 1];
    }

    Attributes attributes() {
      return attributes[at++ & ROUND - 1];
    }
  }

  /** A map of adders, and nothing else: the least that counting by tenant can cost. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final ConcurrentHashMap<String, LongAdder> counters = new ConcurrentHashMap<>();

    public Bare() {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        counters.put(name(tenant), new LongAdder());
      }
    }
  }

  /** The governor, all tenants labelled. */
  @State(Scope.Benchmark)
  public static class Heddle {
    private final TenantCounters<String> counters =
        new TenantCounters<>(
            1,
            LabelRules.DEFAULT,
            SeededHash.ofProcess()::of,
            requests -> requests.sum(0),
            new TierMonitor(TierEdges.DEFAULT, 0),
            (tenant, change, weight) -> {},
            0);

    public Heddle() {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        counters.add(name(tenant), 0, 1);
      }
      counters.page("benchmark", 1);
    }
  }

  /** The SDK's counter, read by nobody meanwhile, as the others. */
  @State(Scope.Benchmark)
  public static class OpenTelemetry {
    private final LongCounter counter =
        SdkMeterProvider.builder()
            .registerMetricReader(new Unread())
            .build()
            .get("benchmark")
            .counterBuilder("requests")
            .build();
  }

  /** A registry that is asked for the counter each time, as its users do with tags that vary. */
  @State(Scope.Benchmark)
  public static class Micrometer {
    private final MeterRegistry registry = new SimpleMeterRegistry();
  }

  /** Makes the counter count, and never reads it. */
  private static final class Unread implements MetricReader {
    @Override
    public void register(CollectionRegistration registration) {}

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /**
   * Runs everything in turn, so that a busy minute of the machine falls on all alike.
   *
   * @param arguments the number of rounds, 3 unless told
   */
  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    Map<Integer, Map<String, List<Double>>> nanos = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      for (int threads : THREADS) {
        for (RunResult result : run(threads)) {
          nanos
              .computeIfAbsent(threads, t -> new TreeMap<>())
              .computeIfAbsent(result.getPrimaryResult().getLabel(), b -> new ArrayList<>())
              .add(result.getPrimaryResult().getStatistics().getPercentile(50));
        }
      }
    }
    print(nanos);
  }

  private static Collection<RunResult> run(int threads) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(RecordingBenchmark.class.getName())
                .threads(threads)
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  private static void print(Map<Integer, Map<String, List<Double>>> nanos) {
    System.out.printf(
        "%nmedians of the rounds, ns a request%n%-8s %8s %8s %14s %11s %12s %12s%n",
        "threads", "heddle", "bare", "openTelemetry", "micrometer", "/ bare", "/ otel");
    nanos.forEach(
        (threads, by) -> {
          double heddle = median(by.get("heddle"));
          double bare = median(by.get("bare"));
          double openTelemetry = median(by.get("openTelemetry"));
          System.out.printf(
              Locale.ROOT,
              "%-8d %8.1f %8.1f %14.1f %11.1f %12s %12s%n",
              threads,
              heddle,
              bare,
              openTelemetry,
              median(by.get("micrometer")),
              verdict(heddle / bare, 1.5),
              verdict(heddle / openTelemetry, 1));
        });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static String verdict(double ratio, double target) {
    return String.format(Locale.ROOT, "%.2f%s", ratio, ratio <= target ? "" : " MISSED");
  }

  @Benchmark
  public void bare(Bare bare, Requests requests) {
    bare.counters.get(requests.tenant()).add(1);
  }

  @Benchmark
  public void heddle(Heddle heddle, Requests requests) {
    StripedCounters counters = heddle.counters.of(requests.tenant(), 1);
    counters.add(counters.stripe(), 0, 1);
  }

  @Benchmark
  public void openTelemetry(OpenTelemetry otel, Requests requests) {
    otel.counter.add(1, requests.attributes());
  }

  @Benchmark
  public void micrometer(Micrometer micrometer, Requests requests) {
    micrometer.registry.counter("requests", "tenant", requests.tenant()).increment();
  }

  private static String name(int tenant) {
    return "tenant-" + tenant;
  }
}
