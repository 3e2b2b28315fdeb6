package io.heddle.it.bench.labels;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heddle.it.bench.Options;
import io.heddle.it.bench.labels.peers.Contender;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;

/**
 * Tries every contender on every workload. Exits with 1, and names the lines, when Heddle is not
 * ahead of everybody.
 */
final class LabelsBenchmark {
  /** All that a run found, for a program to read. */
  private record Run(
      String jdk, Scale scale, int cap, List<Figures> figures, List<Target> targets) {}

  private final Scale scale;
  private final int cap;
  private final List<Contender> contenders;
  private final List<Figures> figures = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final Table table;

  private LabelsBenchmark(Options options) {
    this.scale =
        new Scale(
            options.number("events"),
            options.number("rate"),
            options.number("tenants"),
            options.number("scrape"),
            options.number("seed"));
    this.cap = options.number("cap");
    this.contenders = options.choice("contenders", Contender.class);
    // The table grows while it runs; what a program reads is printed at the end, alone.
    this.table = new Table(options.text("format").equals("json") ? System.err : System.out);
  }

  public static void main(String[] arguments) throws IOException {
    // The peers warn about their limits at each of millions of requests.
    LogManager.getLogManager().reset();
    Options options =
        Options.parse(
            arguments,
            "events=20000000",
            "rate=10000",
            "tenants=100000",
            "scrape=15",
            "seed=1",
            "cap=2000",
            "workloads=all",
            "contenders=all",
            "format=table");
    LabelsBenchmark benchmark;
    try {
      benchmark = new LabelsBenchmark(options);
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.exit(2);
      return;
    }
    for (Workload workload : options.choice("workloads", Workload.class)) {
      benchmark.tryAllOn(workload);
    }
    System.exit(benchmark.report(options.text("format").equals("json")) ? 0 : 1);
  }

  private void tryAllOn(Workload workload) {
    Trial trial = new Trial(workload, scale, cap);
    Figures own = null;
    List<Figures> others = new ArrayList<>();
    for (Contender contender : contenders) {
      System.err.printf("%s: %s …%n", workload, contender.title());
      Figures reached = trial.of(contender);
      figures.add(reached);
      if (contender == Contender.HEDDLE) {
        own = reached;
      } else {
        others.add(reached);
      }
    }
    table.print(workload, figures.subList(figures.size() - contenders.size(), figures.size()));
    if (own != null) {
      targets.addAll(Target.of(workload, own, others, cap));
    }
  }

  private boolean report(boolean asJson) throws IOException {
    table.print(targets);
    if (asJson) {
      System.out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(
                  new Run(Runtime.version().toString(), scale, cap, figures, targets)));
    }
    return targets.stream().allMatch(Target::isReached);
  }
}
