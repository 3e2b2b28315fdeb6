package io.heddle.it.bench;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
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
 *
 * <p>A figure is the process's CPU time, user and system, less that of the JIT compilers: what they
 * still do after the warm-up differs more from JVM to JVM than agents do. {@code --threads} prints
 * all of it. {@code --pinned} gives the service processor 0 alone (start the benchmark itself on
 * another one: {@code taskset -c 1 bench/request --pinned}).
 */
final class RequestBenchmark {
  private static final double TARGET_RATIO = 0.35;

  /** What the peer must add for a ratio to mean anything. */
  private static final double LEAST_MICROS = 3;

  private static final int CONNECTIONS = 4;

  /** The JVM's C1 and C2 threads, as {@link ThreadTimes} calls them. */
  private static final String COMPILERS = "C# CompilerThre";

  /** Even, so that each contender is as often first as last. */
  private static final int WINDOWS = 12;

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
            arguments,
            "rounds=5",
            "requests=60000",
            "warmup=300000",
            "jdk=oldest",
            "otlp=true",
            "earlier=",
            "pinned=false",
            "threads=false");
    if (!options.text("earlier").isEmpty()) {
      Contender.setEarlier(Path.of(options.text("earlier")));
    }
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
      if (contender.takesPart(options.flag("otlp"))) {
        contenders.add(contender);
      }
    }
    System.out.printf(
        "CPU a request without JIT, %s, %d requests after %d, medians of %d rounds.%n",
        jdk, options.number("requests"), options.number("warmup"), options.number("rounds"));
    Map<Contender, List<Double>> micros = new EnumMap<>(Contender.class);
    for (int round = 0; round < options.number("rounds"); round++) {
      for (Map.Entry<Contender, Double> figure : measure(contenders, round).entrySet()) {
        micros.computeIfAbsent(figure.getKey(), c -> new ArrayList<>()).add(figure.getValue());
      }
    }
    return report(contenders, micros);
  }

  /**
   * One round: a fresh JVM for each contender, all of them warm before the first is measured, and
   * then measured in turn, a window of requests each. What disturbs the machine for longer than a
   * window disturbs them all alike.
   */
  private Map<Contender, Double> measure(List<Contender> contenders, int round) throws Exception {
    Map<Contender, Service> services = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : contenders) {
        services.put(contender, start(contender, round));
      }
      int window = options.number("requests") / WINDOWS;
      for (int i = 0; i < WINDOWS; i++) {
        for (int turn = 0; turn < contenders.size(); turn++) {
          services.get(contenders.get((turn + i) % contenders.size())).measure(window);
        }
      }
      Map<Contender, Double> micros = new EnumMap<>(Contender.class);
      for (Contender contender : contenders) {
        Service service = services.get(contender);
        if (contender.isHeddle()) {
          checkNothingWasLost(service.home);
        }
        micros.put(contender, service.micros());
        System.out.printf(
            "  round %d  %-30s %8.1f µs%n", round + 1, contender.title(), service.micros());
        if (options.flag("threads")) {
          service.threads.print(service.requests, System.out);
        }
      }
      return micros;
    } finally {
      for (Service service : services.values()) {
        service.close();
      }
    }
  }

  private Service start(Contender contender, int round) throws Exception {
    Path own = Files.createDirectories(folder.resolve(contender + "-" + round));
    AgentHome home = AgentHome.in(own).with("spool.max-bytes", "2GiB");
    JvmCommand command = Jvm.on(jdk).withDefaultOptions().option("-Xmx1g");
    contender.addTo(command, home, endpoint);
    if (options.flag("pinned")) {
      command.through("taskset", "-c", "0");
    }
    Application application =
        TomcatApplication.start(
            command, "application", "jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1", CONNECTIONS, own);
    Service service = new Service(application, home);
    service.load.prepare();
    service.load.run(options.number("warmup"));
    return service;
  }

  /** A warm service and what was measured of it. */
  private static final class Service implements AutoCloseable {
    private final Application application;
    private final AgentHome home;
    private final Load load;
    private ThreadTimes threads = ThreadTimes.NONE;
    private long processNanos;
    private int requests;

    Service(Application application, AgentHome home) throws IOException {
      this.application = application;
      this.home = home;
      this.load = new Load(application.port());
    }

    void measure(int window) throws Exception {
      ThreadTimes threadsBefore = ThreadTimes.of(application.jvm().pid());
      long before = application.jvm().cpu().toNanos();
      load.run(window);
      processNanos += application.jvm().cpu().toNanos() - before;
      threads = threads.plus(ThreadTimes.of(application.jvm().pid()).minus(threadsBefore));
      requests += window;
    }

    /** CPU a request of all threads but those that compile, which are never quite done. */
    double micros() {
      return processNanos / 1e3 / requests - threads.microsOf(COMPILERS) / requests;
    }

    @Override
    public void close() throws IOException {
      load.close();
      application.close();
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
    if (micros.containsKey(Contender.HEDDLE_EARLIER)) {
      System.out.printf(
          "added CPU, of what the earlier one adds: %.3f%n",
          (Median.of(micros.get(Contender.HEDDLE)) - none)
              / (Median.of(micros.get(Contender.HEDDLE_EARLIER)) - none));
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
