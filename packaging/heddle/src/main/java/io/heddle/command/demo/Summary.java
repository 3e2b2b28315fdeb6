package io.heddle.command.demo;

import io.heddle.command.cli.Program;
import io.heddle.command.demo.evidence.Check;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** The end of a demo: what was claimed and checked, and where to look further. */
final class Summary {
  private static final int RECORDS_SHOWN = 5;

  private final PrintWriter out;
  private final Ansi ansi;
  private final String program;

  /**
   * @param program how the user calls this command
   */
  Summary(PrintWriter out, Ansi ansi, String program) {
    this.out = out;
    this.ansi = ansi;
    this.program = program;
  }

  /** Prints every check with both of its numbers. */
  void print(List<Check> checks, List<String> surprises) {
    out.println();
    out.println(ansi.string("@|bold Checked|@"));
    int claims = checks.stream().mapToInt(check -> check.claim().length()).max().orElse(0);
    int lefts = checks.stream().mapToInt(check -> left(check).length()).max().orElse(0);
    for (Check check : checks) {
      String mark = check.holds() ? "@|green ✓|@" : "@|red,bold ✗|@";
      out.println(
          "  %s %s  %s %s %s"
              .formatted(
                  ansi.string(mark),
                  padded(check.claim(), claims),
                  padded(left(check), lefts),
                  check.left() == check.right() ? "=" : "≠",
                  number(check.right()) + " " + check.rightSource()));
    }
    surprises.forEach(surprise -> out.println("    " + surprise));
    long failed = checks.stream().filter(check -> !check.holds()).count();
    out.println();
    out.println(
        failed == 0
            ? ansi.string("@|green,bold All " + checks.size() + " checks hold.|@")
            : ansi.string("@|red,bold " + failed + " of " + checks.size() + " checks fail.|@"));
  }

  private static String left(Check check) {
    return check.leftSource() + " " + number(check.left());
  }

  private static String number(long value) {
    return value < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** Prints why tenants have a label or none, as the agent said it. */
  void printExplanations(List<String> explanations) {
    out.println();
    out.println(ansi.string("@|bold Why|@"));
    explanations.forEach(line -> out.println("  " + line));
  }

  /** Prints an audit query of the busiest tenant with its real answer, and what else to try. */
  void printWhereToLook(Path home, Map<String, Long> placedByTenant, Audit audit) {
    String tenant =
        placedByTenant.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("~none");
    String[] query = {"query", "--home=" + home, "--tenant=" + tenant, "--limit=" + RECORDS_SHOWN};
    out.println();
    out.println(ansi.string("@|bold What the busiest tenant changed last|@"));
    out.println("  $ " + program + " audit " + Program.quoted(query));
    audit.lines(query).forEach(out::println);
    out.println();
    out.println(ansi.string("@|bold Look further|@") + " (the archive stays until the next demo)");
    for (String command :
        List.of(
            "audit query --home=%s --outcome=rolled-back --last=1h",
            "audit query --home=%s --tenant=" + tenant + " --format=json",
            "audit stats --home=%s",
            "doctor --home=%s")) {
      out.println("  $ " + program + " " + command.formatted(Program.quoted(home.toString())));
    }
    out.flush();
  }
}
