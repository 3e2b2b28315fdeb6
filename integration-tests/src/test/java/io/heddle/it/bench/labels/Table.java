package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.traffic.Workload;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The figures for a person to read. */
final class Table {
  private static final String HEAD =
      "%-26s %7s %7s %7s %7s %7s %9s %7s %7s %9s %12s %10s%n"
          .formatted(
              "",
              "R@100",
              "R@1000",
              "share",
              "behind",
              "labels",
              "total off",
              "late",
              "scrapes",
              "swaps/min",
              "bounds wrong",
              "memory KiB");

  private static final String LEGEND =
      """
      R@n: how many of the n heaviest tenants of the last ten minutes are visible, 90 % under their own label.
      share: of all requests then, under a label of their own; behind: what is missing to who knew them beforehand.
      labels: the most on one page. total off: what sum(rate()) over all labels differs from the requests made.
      bounds wrong: how often a tenant weighed less or more than was said, of how many times it was said.
      late: of the requests of tenants that come late, under their own label; scrapes: until the last has one.
      """;

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void print(Workload workload, List<Figures> figures) {
    out.printf(
        Locale.ROOT,
        "%n%s: %s; clairvoyant share %.3f%n",
        workload,
        workload.title(),
        figures.get(0).clairvoyantShare());
    out.print(HEAD);
    for (Figures row : figures) {
      out.printf(
          Locale.ROOT,
          "%-26s %7.3f %7.3f %7.3f %6.1f%% %7d %9s %7s %7s %9.0f %12s %10d%n",
          row.contender(),
          row.recall100(),
          row.recall1000(),
          row.attributedShare(),
          100 * row.behindClairvoyant(),
          row.mostLabels(),
          row.totalError() == 0 ? "0" : "%.2g".formatted(row.totalError()),
          Double.isNaN(row.lateShare()) ? "" : "%.3f".formatted(row.lateShare()),
          scrapes(row),
          row.swapsPerMinute(),
          row.bounds() == 0 ? "" : row.wrongBounds() + "/" + row.bounds(),
          row.memoryBytes() / 1024);
    }
  }

  private static String scrapes(Figures row) {
    if (Double.isNaN(row.lateShare())) {
      return "";
    }
    return row.lateScrapes() < 0 ? "never" : Integer.toString(row.lateScrapes());
  }

  void print(List<Target> targets) {
    out.println();
    out.print(LEGEND);
    long missed = targets.stream().filter(target -> !target.isReached()).count();
    out.printf("%nahead of everybody: %d lines, %d missed%n", targets.size(), missed);
    for (Target target : targets) {
      if (!target.isReached()) {
        out.printf("  MISSED %-8s %s: %s%n", target.workload(), target.line(), target.found());
      }
    }
  }
}
