package io.heddle.it.bench;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What an agent adds until the application has answered its first request: CPU time of the whole
 * process, loaded classes, live heap.
 */
final class StartupBenchmark {
  private static final double TARGET_RATIO = 0.25;
  private static final int MOST_CLASSES = 1_200;
  private static final double MOST_HEAP_MEGABYTES = 4;
  private static final List<Contender> CONTENDERS =
      List.of(Contender.NONE, Contender.HEDDLE, Contender.OPENTELEMETRY);

  /** An application that is measured. */
  private enum Service {
    ORDER_SERVICE("order service", Packaged.ORDER_SERVICE, "listening (\\d+)", "/orders") {
      @Override
      void addArguments(JvmCommand command, Path folder) {
        command.arguments(
            "--role=orders",
            "--database=" + folder.resolve("orders"),
            "--inventory=http://127.0.0.1:9");
      }
    },
    SPRING_BOOT(
        "Spring Boot",
        Packaged.SPRING_BOOT,
        "Tomcat started on port (\\d+)",
        "/purchases?item=none") {
      @Override
      void addArguments(JvmCommand command, Path folder) {
        command.arguments("--server.port=0", "--database=" + folder.resolve("purchases"));
      }
    };

    private final String title;
    private final Path jar;
    private final String ready;
    private final String path;

    Service(String title, Path jar, String ready, String path) {
      this.title = title;
      this.jar = jar;
      this.ready = ready;
      this.path = path;
    }

    abstract void addArguments(JvmCommand command, Path folder);
  }

  /** One start. */
  private record Start(double cpuMillis, double classes, double heapMegabytes) {}

  private final Jdk jdk;
  private final Path folder;

  private StartupBenchmark(Jdk jdk, Path folder) {
    this.jdk = jdk;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments, "rounds=7", "jdk=oldest");
    int rounds = options.number("rounds");
    StartupBenchmark benchmark =
        new StartupBenchmark(options.jdk(), Files.createTempDirectory("heddle-startup"));
    System.out.printf(
        "Until the first HTTP 200, %s, %d processors, medians of %d rounds in turn.%n",
        options.jdk(), Runtime.getRuntime().availableProcessors(), rounds);
    boolean met = true;
    for (Service service : Service.values()) {
      met &= benchmark.compare(service, rounds);
    }
    System.exit(met ? 0 : 1);
  }

  private boolean compare(Service service, int rounds) throws Exception {
    Map<Contender, List<Start>> starts = new EnumMap<>(Contender.class);
    start(service, Contender.NONE, "warm-up"); // fills the page cache; not counted
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < CONTENDERS.size(); i++) {
        // Each round begins with another one, so that drift of the machine hits all alike.
        Contender contender = CONTENDERS.get((i + round) % CONTENDERS.size());
        starts
            .computeIfAbsent(contender, c -> new ArrayList<>())
            .add(start(service, contender, Integer.toString(round)));
      }
    }
    return report(service, starts);
  }

  private Start start(Service service, Contender contender, String round)
      throws IOException, InterruptedException {
    String name = service + "-" + contender + "-" + round;
    Path own = Files.createDirectories(folder.resolve(name));
    JvmCommand command = Jvm.on(jdk).withDefaultOptions();
    contender.addTo(command, AgentHome.in(own), "");
    command.jar(service.jar);
    service.addArguments(command, own);
    try (Application application =
        Application.awaitPort(command.start("application", own), service.ready)) {
      Answer answer = application.send(Call.of("GET", service.path).tenant("acme"));
      double cpuMillis = application.jvm().cpu().toNanos() / 1e6;
      if (answer.status() != 200) {
        throw new IllegalStateException(answer + "\n" + application.jvm().describe());
      }
      Footprint footprint = Footprint.of(jdk, application.jvm().pid());
      return new Start(cpuMillis, footprint.loadedClasses(), footprint.liveHeapBytes() / 1e6);
    }
  }

  private static boolean report(Service service, Map<Contender, List<Start>> starts) {
    System.out.printf("%n%-30s %12s %10s %10s%n", service.title, "CPU ms", "classes", "heap MB");
    for (Contender contender : CONTENDERS) {
      List<Start> own = starts.get(contender);
      System.out.printf(
          "%-30s %12.0f %10.0f %10.1f%n",
          contender.title(),
          median(own, Start::cpuMillis),
          median(own, Start::classes),
          median(own, Start::heapMegabytes));
    }
    double heddleMillis = added(starts, Contender.HEDDLE, Start::cpuMillis);
    double peerMillis = added(starts, Contender.OPENTELEMETRY, Start::cpuMillis);
    double classes = added(starts, Contender.HEDDLE, Start::classes);
    double heap = added(starts, Contender.HEDDLE, Start::heapMegabytes);
    double ratio = heddleMillis / peerMillis;
    System.out.printf(
        "added by heddle                %+12.0f %+10.0f %+10.1f%n", heddleMillis, classes, heap);
    System.out.printf(
        "added by opentelemetry         %+12.0f %+10.0f %+10.1f%n",
        peerMillis,
        added(starts, Contender.OPENTELEMETRY, Start::classes),
        added(starts, Contender.OPENTELEMETRY, Start::heapMegabytes));
    boolean met = ratio <= TARGET_RATIO && classes <= MOST_CLASSES && heap <= MOST_HEAP_MEGABYTES;
    System.out.printf(
        "ratio of added CPU %.3f (target %.2f), classes %+.0f (%d), heap %+.1f MB (%.0f): %s%n",
        ratio,
        TARGET_RATIO,
        classes,
        MOST_CLASSES,
        heap,
        MOST_HEAP_MEGABYTES,
        met ? "met" : "MISSED");
    return met;
  }

  private static double added(
      Map<Contender, List<Start>> starts, Contender contender, ToDoubleFunction<Start> value) {
    return median(starts.get(contender), value) - median(starts.get(Contender.NONE), value);
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> value) {
    return Median.of(starts.stream().map(start -> value.applyAsDouble(start)).toList());
  }
}
