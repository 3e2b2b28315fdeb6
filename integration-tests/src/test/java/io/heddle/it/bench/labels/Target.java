package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.traffic.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of what being ahead of everybody means; all of them must hold at once.
 *
 * @param found what was measured, to be read beside the line
 */
record Target(String workload, String line, String found, boolean isReached) {
  private static final int MOST_BYTES = 2_000_000;
  private static final int MOST_SCRAPES = 2;

  /**
   * How far behind another still counts as level with it. Heddle keeps a fortieth of its labels
   * free, so that a heavy newcomer need not wait; where all tenants weigh the same, that is what it
   * costs.
   */
  private static final double TIE = 0.03;

  /** The lines for one workload; those about others for as many as were tried on it. */
  static List<Target> of(Workload workload, Figures own, List<Figures> others, int cap) {
    List<Target> lines = new ArrayList<>();
    lines.add(
        line(own, "labels <= " + cap, own.mostLabels() <= cap, "%d labels", own.mostLabels()));
    lines.add(
        line(own, "sum(rate()) exact", own.totalError() == 0, "error %.6f", own.totalError()));
    lines.add(
        line(
            own,
            "memory <= " + MOST_BYTES + " bytes",
            own.memoryBytes() <= MOST_BYTES,
            "%d bytes",
            own.memoryBytes()));
    lines.add(
        line(
            own,
            "bounds contain the truth",
            own.bounds() > 0 && own.wrongBounds() == 0,
            "%d of %d do not",
            own.wrongBounds(),
            own.bounds()));
    if (!Double.isNaN(own.lateShare())) {
      lines.add(
          line(
              own,
              "late tenants labelled within " + MOST_SCRAPES + " scrapes",
              own.lateScrapes() >= 0 && own.lateScrapes() <= MOST_SCRAPES,
              "%d scrapes",
              own.lateScrapes()));
    }
    addRecall(lines, workload, own, cap);
    for (Figures other : others) {
      lines.add(
          line(
              own,
              "attributes no less than " + other.contender(),
              own.attributedShare() >= other.attributedShare() * (1 - TIE),
              "%.3f beside %.3f",
              own.attributedShare(),
              other.attributedShare()));
    }
    return lines;
  }

  private static void addRecall(List<Target> lines, Workload workload, Figures own, int cap) {
    double leastRecall =
        switch (workload) {
          case W1, W2, W4 -> 0.99;
          case W3 -> 0.85;
          default -> 0;
        };
    if (leastRecall == 0) {
      return;
    }
    lines.add(line(own, "recall@100 = 1", own.recall100() == 1, "%.3f", own.recall100()));
    // Of a thousand only as many can be visible as there are labels.
    if (cap > 1_000) {
      lines.add(
          line(
              own,
              "recall@1000 >= " + leastRecall,
              own.recall1000() >= leastRecall,
              "%.3f",
              own.recall1000()));
    }
    lines.add(
        line(
            own,
            "attributed share within 1 % of clairvoyant",
            own.behindClairvoyant() <= 0.01,
            "%.3f of %.3f",
            own.attributedShare(),
            own.clairvoyantShare()));
  }

  private static Target line(
      Figures own, String line, boolean isReached, String found, Object... values) {
    return new Target(own.workload(), line, String.format(Locale.ROOT, found, values), isReached);
  }
}
