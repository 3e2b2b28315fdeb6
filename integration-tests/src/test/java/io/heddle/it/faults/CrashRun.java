package io.heddle.it.faults;

import io.heddle.it.bench.Options;
import io.heddle.it.harness.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** {@code integration-tests/faults/crashes}: a thousand kills, a line for each round of them. */
final class CrashRun {
  private static final String LINE = "%6s %6s %8s %8s %9s %9s %8s %11s %11s %6s%n";

  private static final int MOST_TOLD = 20;

  private CrashRun() {}

  public static void main(String[] arguments) throws Exception {
    Options options =
        Options.parse(
            arguments,
            "crashes=1000",
            "round=50",
            "applications=3",
            "threads=4",
            "rest=4000",
            "guarantee=" + CrashPlan.ASYNC,
            "seed=1",
            "jdk=newest");
    Jdk jdk = options.jdk();
    CrashPlan plan =
        new CrashPlan(
            jdk,
            options.number("applications"),
            options.number("threads"),
            options.number("rest"),
            options.text("guarantee"));
    Path folder = Files.createTempDirectory("heddle-crashes");
    int[] sum = new int[8];
    int violations = 0;
    long began = System.nanoTime();
    System.out.printf(
        LINE,
        "round",
        "kills",
        "of apps",
        "writing",
        "of archv.",
        "committed",
        "records",
        "unknown",
        "unrecorded",
        "wrong");
    for (int round = 1; sum[0] < options.number("crashes"); round++) {
      Random random = new Random(options.number("seed") * 1_000_003L + round);
      Path own = folder.resolve("round" + round);
      try (CrashVolume volume = CrashVolume.start(plan, random, own)) {
        int most = Math.min(options.number("round"), options.number("crashes") - sum[0]);
        while (volume.toll().kills() < most) {
          volume.kill();
        }
        Account account = volume.settle();
        volume.verify();
        CrashVolume.Toll toll = volume.toll();
        int[] line = {
          toll.kills(),
          toll.applications(),
          toll.writing(),
          toll.sidecars(),
          account.rows(),
          account.records(),
          account.unknown(),
          account.unrecorded().size()
        };
        for (int i = 0; i < line.length; i++) {
          sum[i] += line[i];
        }
        List<String> wrong = plan.violations(account);
        violations += wrong.size();
        print(Integer.toString(round), line, wrong.size());
        if (wrong.isEmpty()) {
          delete(own);
        } else {
          wrong.stream().limit(MOST_TOLD).forEach(System.out::println);
          System.out.println("kept: " + own);
        }
      }
    }
    print("all", sum, violations);
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %d applications of %d threads on one volume, two archivers, %.0f s%n",
        plan.guarantee(),
        jdk,
        plan.applications(),
        plan.threads(),
        (System.nanoTime() - began) / 1e9);
    System.exit(violations == 0 ? 0 : 1);
  }

  private static void print(String name, int[] n, int violations) {
    System.out.printf(LINE, name, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], violations);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
