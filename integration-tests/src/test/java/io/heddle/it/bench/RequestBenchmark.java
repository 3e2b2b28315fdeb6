package io.heddle.it.bench;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an agent adds to the CPU time of a request, on a light service: Tomcat, HikariCP and H2 in
 * memory; three queries or one transaction of two updates a request, in turn.
 */
final class RequestBenchmark {
  private static final double TARGET_RATIO = 0.35;

  /** What the peer must add for a ratio to mean anything. */
  private static final double LEAST_MICROS = 3;

  private static final int CONNECTIONS = 4;

  private final Options options;
  private final Jdk jdk;
  private final Path folder;
  private final String endpoint;

  private RequestBenchmark(Options options, Path folder, String endpoint) {
    this.options = options;
    this.jdk = options.jdk();
    this.folder = folder;
    this.endpoint = endpoint;
  }

  public static void main(String[] arguments) throws Exception {
    Options options =
        Options.parse(
            arguments, "rounds=5", "requests=60000", "warmup=100000", "jdk=oldest", "otlp=true");
    try (SpanSink sink = SpanSink.start()) {
      System.exit(
          new RequestBenchmark(
                      options, Files.createTempDirectory("heddle-request"), sink.endpoint())
                  .run()
              ? 0
              : 1);
    }
  }

  private boolean run() throws Exception {
    List<Contender> contenders = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      if (!contender.isExporting() || options.flag("otlp")) {
        contenders.add(contender);
      }
    }
    System.out.printf(
        "CPU a request, %s, %d processors, %d requests after %d, medians of %d rounds in turn.%n",
        jdk,
        Runtime.getRuntime().availableProcessors(),
        options.number("requests"),
        options.number("warmup"),
        options.number("rounds"));
    Map<Contender, List<Double>> micros = new EnumMap<>(Contender.class);
    for (int round = 0; round < options.number("rounds"); round++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get((i + round) % contenders.size());
        micros.computeIfAbsent(contender, c -> new ArrayList<>()).add(measure(contender, round));
      }
    }
    return report(contenders, micros);
  }

  private double measure(Contender contender, int round) throws Exception {
    Path own = Files.createDirectories(folder.resolve(contender + "-" + round));
    AgentHome home = AgentHome.in(own).with("spool.max-bytes", "2GiB");
    JvmCommand command = Jvm.on(jdk).withDefaultOptions().option("-Xmx1g");
    contender.addTo(command, home, endpoint);
    try (Application application =
        TomcatApplication.start(
            command, "application", "jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1", CONNECTIONS, own)) {
      try (Load load = new Load(application.port())) {
        load.prepare();
        load.run(options.number("warmup"));
        long before = application.jvm().cpu().toNanos();
        load.run(options.number("requests"));
        double micros =
            (application.jvm().cpu().toNanos() - before) / 1e3 / options.number("requests");
        if (contender == Contender.HEDDLE || contender == Contender.HEDDLE_OTLP) {
          checkNothingWasLost(home);
        }
        System.out.printf("  round %d  %-30s %8.1f µs%n", round + 1, contender.title(), micros);
        return micros;
      }
    }
  }

  /** A figure counts only if every write was recorded. */
  private void checkNothingWasLost(AgentHome home) {
    MetricsPage page = MetricsPage.scrape(home.metricsPort());
    double lost =
        page.text()
            .lines()
            .filter(line -> line.startsWith("heddle_audit_records_lost_total"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    double requests = page.sum("heddle_http_requests_total");
    if (lost != 0 || requests < options.number("requests") + options.number("warmup")) {
      throw new IllegalStateException(
          "not a fair figure: "
              + lost
              + " records lost, "
              + requests
              + " requests counted:\n"
              + page.text()
                  .lines()
                  .filter(line -> line.startsWith("heddle_audit_records_lost_total"))
                  .collect(Collectors.joining("\n")));
    }
  }

  private boolean report(List<Contender> contenders, Map<Contender, List<Double>> micros) {
    System.out.printf("%n%-30s %12s %12s%n", "", "CPU µs", "added µs");
    double none = Median.of(micros.get(Contender.NONE));
    for (Contender contender : contenders) {
      double median = Median.of(micros.get(contender));
      System.out.printf("%-30s %12.1f %+12.1f%n", contender.title(), median, median - none);
    }
    boolean met = ratio(micros, none, Contender.HEDDLE, Contender.OPENTELEMETRY, "no exporters");
    if (options.flag("otlp")) {
      met &= ratio(micros, none, Contender.HEDDLE_OTLP, Contender.OPENTELEMETRY_OTLP, "OTLP");
    }
    return met;
  }

  private static boolean ratio(
      Map<Contender, List<Double>> micros,
      double none,
      Contender ours,
      Contender peer,
      String what) {
    double peers = Median.of(micros.get(peer)) - none;
    if (peers < LEAST_MICROS) {
      System.out.printf(
          "ratio of added CPU, %s: none, the peer's %+.1f µs are within the noise; start it on an"
              + " idle machine%n",
          what, peers);
      return false;
    }
    double ratio = (Median.of(micros.get(ours)) - none) / peers;
    System.out.printf(
        "ratio of added CPU, %s: %.3f (target %.2f): %s%n",
        what, ratio, TARGET_RATIO, ratio <= TARGET_RATIO ? "met" : "MISSED");
    return ratio <= TARGET_RATIO;
  }
}
