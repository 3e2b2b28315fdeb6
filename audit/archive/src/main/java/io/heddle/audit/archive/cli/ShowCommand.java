package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ledger.ExtraFields;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit show}. */
@Command(
    name = "show",
    description = "Show every field of one operation, or of all operations of a trace.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final int NOTHING_FOUND = 3;

  @Mixin private Output output;
  @Mixin private Reveal reveal;

  @Parameters(
      paramLabel = "ID",
      description = "An at-… ID, a W3C trace ID, or the beginning of one.")
  private String id;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          check();
          output.audit().archiveFirst();
          List<ArchivedOperation> found = new ArrayList<>();
          int exitCode;
          try (ArchiveReader reader = new ArchiveReader(output.audit().home())) {
            reader.answer(AuditQuery.trace(id), found::add);
            exitCode =
                output
                    .audit()
                    .answered(
                        IncompleteNotice.tell(
                            output::tell, output.times(), reader, AuditQuery.trace(id)));
          }
          if (found.isEmpty()) {
            output.tell("nothing in the archive has the ID " + id);
            output.tell(
                "reads are not recorded unless heddle.audit.reads, audit.reads or a rule of the"
                    + " policy says so");
            return exitCode == 0 ? NOTHING_FOUND : exitCode;
          }
          if (Abbreviation.isAmbiguous(id, found)) {
            Abbreviation.meanings(id, found, output.times()).forEach(output::tell);
            return exitCode == 0 ? NOTHING_FOUND : exitCode;
          }
          reveal.begin(output.audit());
          print(found.stream().map(reveal::shown).toList());
          reveal.end();
          return exitCode;
        });
  }

  private void check() {
    try {
      AuditQuery.checkTrace(id);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(malformed.getMessage());
    }
  }

  private void print(List<ArchivedOperation> found) {
    if (!output.isTable()) {
      Printer printer = output.format().printer(output.out());
      printer.begin();
      found.forEach(printer::print);
      printer.end(found.size());
      return;
    }
    PrintWriter out = output.out();
    for (ArchivedOperation operation : found) {
      if (operation != found.get(0)) {
        out.println();
      }
      print(out, operation);
    }
    out.flush();
  }

  private void print(PrintWriter out, ArchivedOperation operation) {
    OperationRecord record = operation.record();
    line(out, "id", operation.id().toString());
    line(out, "time", output.moment(record.startEpochMicros()));
    line(out, "tenant", record.tenant());
    line(out, "actor", record.actor());
    line(out, "type", record.operationType() + " (" + record.layer() + ")");
    line(out, "target", record.target());
    line(out, "statement", record.statement() + (record.isTruncated() ? " … (cut)" : ""));
    line(out, "outcome", record.outcome().name());
    line(out, "error", record.error());
    line(out, "rows", record.rows() < 0 ? "" : Long.toString(record.rows()));
    line(out, "status", record.status() == 0 ? "" : Integer.toString(record.status()));
    line(out, "duration", record.durationNanos() / 1_000 + " µs");
    line(out, "trace", operation.traceId() + " span " + operation.spanId());
    line(
        out,
        "transaction",
        record.transaction() == 0
            ? ""
            : record.transaction() + ", write " + (record.ordinal() + 1));
    line(
        out,
        "from",
        operation.service()
            + " on "
            + operation.node()
            + ", boot "
            + Long.toHexString(operation.boot())
            + ", record "
            + record.seq());
    ExtraFields.of(record.extras(), record.startEpochMicros())
        .forEach((name, value) -> line(out, name, ExtraFields.text(value)));
  }

  /** A line for each field that has a value. */
  private static void line(PrintWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.println(name + " ".repeat(Math.max(1, 13 - name.length())) + Plain.text(value));
    }
  }
}
