package io.heddle.command.doctor;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;

/** Findings for a person: a line each, the advice below it. */
final class FindingsTable {
  private FindingsTable() {}

  static void print(List<Finding> findings, Ansi ansi, PrintWriter out) {
    int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
    for (Finding finding : findings) {
      Finding.Verdict verdict = finding.verdict();
      Text mark = ansi.text("@|" + verdict.style + " " + verdict.mark + "|@");
      String subject = finding.subject() + " ".repeat(width - finding.subject().length());
      out.println(mark + " " + subject + "  " + finding.detail());
      if (!finding.advice().isEmpty()) {
        out.println("  " + " ".repeat(width) + "  → " + finding.advice());
      }
    }
    out.println();
    out.println(summary(findings));
  }

  private static String summary(List<Finding> findings) {
    long[] counts = new long[Finding.Verdict.values().length];
    findings.forEach(finding -> counts[finding.verdict().ordinal()]++);
    return Arrays.stream(counts).sum()
        + " checks: "
        + counts[0]
        + " fine, "
        + counts[1]
        + " to know, "
        + counts[2]
        + " broken";
  }
}
