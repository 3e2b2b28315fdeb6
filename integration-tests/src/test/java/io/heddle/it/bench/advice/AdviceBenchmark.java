package io.heddle.it.bench.advice;

import io.heddle.it.bench.Median;
import io.heddle.it.bench.Options;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Runs {@link WovenProgram} in each style in turn, in fresh JVMs, and prints medians. */
final class AdviceBenchmark {
  private record Run(double cpuMillis, double classes, double nanosPerCall) {}

  private AdviceBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments, "rounds=7", "jdk=oldest");
    int rounds = options.number("rounds");
    Path folder = Files.createTempDirectory("heddle-advice");
    Map<Style, List<Run>> runs = new EnumMap<>(Style.class);
    Style[] styles = Style.values();
    run(options.jdk(), styles[0], folder); // fills the page cache; not counted
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < styles.length; i++) {
        Style style = styles[(i + round) % styles.length];
        runs.computeIfAbsent(style, s -> new ArrayList<>()).add(run(options.jdk(), style, folder));
      }
    }
    System.out.printf(
        "%s, %d processors, medians of %d rounds in turn%n%-10s %14s %16s %14s%n",
        options.jdk(),
        Runtime.getRuntime().availableProcessors(),
        rounds,
        "advice",
        "start CPU ms",
        "loaded classes",
        "ns per call");
    for (Style style : styles) {
      System.out.printf(
          "%-10s %14.0f %16.0f %14.2f%n",
          style,
          median(runs.get(style), Run::cpuMillis),
          median(runs.get(style), Run::classes),
          median(runs.get(style), Run::nanosPerCall));
    }
  }

  private static Run run(Jdk jdk, Style style, Path folder) throws Exception {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList();
    try (Jvm jvm =
        Jvm.on(jdk)
            .withDefaultOptions()
            .main(WovenProgram.class.getName(), classPath)
            .arguments(style)
            .start(style.toString(), folder)) {
      Matcher result = jvm.awaitLine("cpu (\\S+) classes (\\S+) nanos (\\S+)");
      return new Run(
          Double.parseDouble(result.group(1)),
          Double.parseDouble(result.group(2)),
          Double.parseDouble(result.group(3)));
    }
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    return Median.of(runs.stream().map(run -> value.applyAsDouble(run)).toList());
  }
}
