package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.ExtrasJson;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.PrintWriter;

/**
 * CSV by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP's advice against CSV injection); control characters are written as {@code \}{@code uXXXX}.
 */
final class CsvPrinter implements Printer {
  private static final String HEADER =
      "id,time,tenant,actor,type,layer,target,statement,outcome,rows,status,error,duration_nanos,"
          + "trace_id,span_id,service,node,boot,seq,transaction,ordinal,truncated,extras";

  private final PrintWriter out;

  CsvPrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin() {
    line(HEADER);
  }

  @Override
  public void print(ArchivedOperation operation) {
    OperationRecord record = operation.record();
    line(
        String.join(
            ",",
            operation.id().toString(),
            Moments.exact(record.startEpochMicros()),
            cell(record.tenant()),
            cell(record.actor()),
            record.operationType().name(),
            record.layer().name(),
            cell(record.target()),
            cell(record.statement()),
            record.outcome().name(),
            record.rows() < 0 ? "" : Long.toString(record.rows()),
            record.status() == 0 ? "" : Integer.toString(record.status()),
            cell(record.error()),
            Long.toString(record.durationNanos()),
            operation.traceId(),
            operation.spanId(),
            cell(operation.service()),
            cell(operation.node()),
            Long.toHexString(operation.boot()),
            Long.toString(record.seq()),
            Long.toString(record.transaction()),
            Integer.toString(record.ordinal()),
            Boolean.toString(record.isTruncated()),
            record.extras().isEmpty() ? "" : cell(ExtrasJson.text(record))));
  }

  @Override
  public void end(long count) {
    out.flush();
  }

  @Override
  public void flush() {
    out.flush();
  }

  private void line(String text) {
    out.print(text);
    out.print("\r\n");
  }

  /** A text as one cell. */
  static String cell(String raw) {
    String text = ControlEscaper.escaped(raw);
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = false;
    for (int i = 0; i < safe.length() && !quoted; i++) {
      quoted = "\",\r\n".indexOf(safe.charAt(i)) >= 0;
    }
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
