package io.heddle.command.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows {@link Figures} as they change: redrawn in place on a terminal, else a line every five
 * seconds.
 */
final class LiveTable {
  private static final int SECONDS_PER_LINE = 5;

  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean isInteractive;
  private final int columns;
  private int linesDrawn;

  /**
   * @param ansi whether to colour
   * @param isInteractive whether {@code out} is a terminal, where lines can be drawn over
   */
  LiveTable(PrintWriter out, Ansi ansi, boolean isInteractive, int columns) {
    this.out = out;
    this.ansi = ansi;
    this.isInteractive = isInteractive;
    this.columns = columns;
  }

  void show(Figures figures) {
    if (isInteractive) {
      draw(table(figures));
    } else if (figures.elapsedSeconds() % SECONDS_PER_LINE == 0) {
      out.println(line(figures));
    }
    out.flush();
  }

  /** Moves up over the last table, and rewrites each line from its start to its end. */
  private void draw(List<Row> rows) {
    StringBuilder screen = new StringBuilder();
    if (linesDrawn > 0) {
      screen.append("\033[").append(linesDrawn).append('F');
    }
    for (Row row : rows) {
      screen.append(row.fitted(columns - 1, ansi)).append("\033[K\n");
    }
    screen.append("\033[J");
    linesDrawn = rows.size();
    out.print(screen);
  }

  /** A line of the table: a title in bold, and what belongs to it. */
  record Row(String title, String text) {
    private static final int INDENT = 2;
    private static final int TITLE_WIDTH = 12;

    static Row titled(String title, String pattern, Object... values) {
      return new Row(padded(title, TITLE_WIDTH), format(pattern, values));
    }

    /** Cut to so many columns: a line that wraps would be two to the terminal and one to us. */
    String fitted(int columns, Ansi ansi) {
      String indented = " ".repeat(INDENT) + title;
      if (indented.length() >= columns) {
        return indented.substring(0, columns);
      }
      String rest = text.substring(0, Math.min(text.length(), columns - indented.length()));
      return (title.isBlank() ? indented : ansi.string("@|bold " + indented + "|@")) + rest;
    }

    private static String padded(String text, int width) {
      return text + " ".repeat(Math.max(0, width - text.length()));
    }
  }

  static List<Row> table(Figures figures) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("", ""));
    rows.add(Row.titled("elapsed", "%s     %d tenants", clock(figures), figures.tenants()));
    rows.add(
        Row.titled(
            "requests",
            "%,-9d %,.0f/s    P50 %.1f ms    P99 %.1f ms",
            figures.requests(),
            figures.ratePerSecond(),
            figures.p50Millis(),
            figures.p99Millis()));
    rows.add(
        Row.titled(
            "orders",
            "%,-9d rolled back %,d    refused %,d    failed %,d",
            figures.placed(),
            figures.rolledBack(),
            figures.refused(),
            figures.failed()));
    rows.add(
        Row.titled(
            "labels",
            "%-9s of %s    folded into ~other %s",
            count(figures.labelsKept()),
            count(figures.labelsBudget()),
            count(figures.labelsFolded())));
    rows.add(
        Row.titled(
            "",
            "%-9s outweighed    lightest label %s    heaviest without %s    in ~other %s",
            count(figures.labelChanges()),
            count(figures.smallestKept()),
            count(figures.largestFolded()),
            percent(figures.unattributed())));
    rows.add(
        Row.titled(
            "archived",
            "%-9s records    lost %s",
            count(figures.archived()),
            count(figures.lost())));
    rows.add(new Row("", ""));
    rows.add(
        new Row(
            format(
                "%-24s %9s %8s %9s %11s",
                "BUSIEST TENANTS", "REQUESTS", "ERRORS", "DB CALLS", "MEAN TIME"),
            ""));
    figures.busiest().forEach(tenant -> rows.add(row(tenant)));
    rows.add(new Row("", ""));
    return rows;
  }

  private static Row row(Figures.Tenant tenant) {
    double meanMillis = tenant.requests() == 0 ? 0 : tenant.seconds() * 1_000 / tenant.requests();
    return new Row(
        "",
        format(
            "%-24s %,9.0f %,8.0f %,9.0f %8.1f ms",
            tenant.name(), tenant.requests(), tenant.errors(), tenant.dbOperations(), meanMillis));
  }

  static String line(Figures figures) {
    return format(
        "%s  %,d requests  P99 %.1f ms  %,d orders  %,d rolled back  labels %s kept %s folded"
            + "  %s archived",
        clock(figures),
        figures.requests(),
        figures.p99Millis(),
        figures.placed(),
        figures.rolledBack(),
        count(figures.labelsKept()),
        count(figures.labelsFolded()),
        count(figures.archived()));
  }

  private static String percent(OptionalDouble share) {
    return share.isEmpty() ? "–" : format("%.0f %%", share.getAsDouble() * 100);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String clock(Figures figures) {
    return format("%02d:%02d", figures.elapsedSeconds() / 60, figures.elapsedSeconds() % 60);
  }

  private static String count(OptionalDouble value) {
    return value.isPresent() ? format("%,.0f", value.getAsDouble()) : "–";
  }
}
