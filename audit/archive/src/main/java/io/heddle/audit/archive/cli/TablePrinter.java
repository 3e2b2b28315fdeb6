package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.PrintWriter;
import java.util.Locale;

/** A table that fits the terminal: the statement takes what the other columns leave. */
final class TablePrinter implements Printer {
  private static final int TENANT = 16;
  private static final int TARGET = 18;
  private static final String RESET = "\u001b[0m";

  private final PrintWriter out;
  private final int statementWidth;
  private final boolean colour;

  TablePrinter(PrintWriter out, int width, boolean colour) {
    this.out = out;
    this.statementWidth = Math.max(20, width - 93);
    this.colour = colour;
  }

  @Override
  public void begin() {
    row("TIME (UTC)", "TENANT", "TYPE", "TARGET", "OUTCOME", "ROWS", "MS", "STATEMENT", "");
  }

  @Override
  public void print(ArchivedOperation operation) {
    OperationRecord record = operation.record();
    String result =
        record.error().isEmpty()
            ? record.outcome().name()
            : record.outcome().name() + " " + record.error();
    row(
        Moments.readable(record.startEpochMicros()),
        Plain.fit(record.tenant(), TENANT),
        record.operationType().name(),
        Plain.fit(record.target(), TARGET),
        Plain.fit(result, 16),
        record.rows() < 0 ? "-" : Long.toString(record.rows()),
        String.format(Locale.ROOT, "%.1f", record.durationNanos() / 1e6),
        Plain.fit(record.statement(), statementWidth),
        colourOf(record));
  }

  @Override
  public void end(long count) {
    out.println(count == 1 ? "1 operation" : count + " operations");
    out.flush();
  }

  @Override
  public void flush() {
    out.flush();
  }

  private void row(
      String time,
      String tenant,
      String type,
      String target,
      String outcome,
      String rows,
      String millis,
      String statement,
      String paint) {
    String line =
        String.format(
            Locale.ROOT,
            "%-23s  %-16s  %-6s  %-18s  %-16s %5s %7s  %s",
            time,
            tenant,
            type,
            target,
            outcome,
            rows,
            millis,
            statement);
    out.println(colour && !paint.isEmpty() ? paint + line.stripTrailing() + RESET : line.strip());
  }

  /** Red for what went wrong, yellow for what nobody knows. */
  private static String colourOf(OperationRecord record) {
    return switch (record.outcome()) {
      case ROLLED_BACK, FAILED -> "\u001b[31m";
      case UNKNOWN, PENDING -> "\u001b[33m";
      default -> "";
    };
  }
}
