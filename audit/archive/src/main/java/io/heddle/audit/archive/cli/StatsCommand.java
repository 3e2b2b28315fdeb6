package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchiveStatistics;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.PrunedSegment;
import io.heddle.audit.archive.retention.Retention;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code heddle audit stats}. */
@Command(
    name = "stats",
    description = "Say what the archive holds, in numbers.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  private enum StatsFormat {
    table,
    json
  }

  @ParentCommand private AuditCommand audit;
  @Spec private CommandSpec spec;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "So many tenants with the most operations. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private StatsFormat format;

  @Override
  public Integer call() {
    return AuditCommand.reporting(
        spec,
        () -> {
          long most = AuditCommand.atLeastZero("--top", top);
          audit.archiveFirst();
          try (ArchiveReader reader = new ArchiveReader(audit.home())) {
            ArchiveStatistics statistics = reader.statistics((int) most);
            Kept kept = Kept.of(new Retention(audit.home()));
            PrintWriter out = spec.commandLine().getOut();
            if (format == StatsFormat.json) {
              json(out, statistics, kept);
            } else {
              table(out, statistics, kept, audit.times());
            }
            out.flush();
            boolean isMissing =
                IncompleteNotice.tellMissing(what -> AuditCommand.tell(spec, what), reader);
            return audit.answered(isMissing || kept.prunedSegments() > 0);
          }
        });
  }

  /** What retention has done, in numbers. */
  private record Kept(long prunedSegments, long prunedRecords, long holds) {
    static Kept of(Retention retention) throws ArchiveException {
      List<PrunedSegment> pruned = retention.pruned(Long.MIN_VALUE, Long.MAX_VALUE);
      return new Kept(
          pruned.size(),
          pruned.stream().mapToLong(one -> one.segment().records()).sum(),
          retention.holds().stream().filter(Hold::stands).count());
    }
  }

  private static void table(PrintWriter out, ArchiveStatistics statistics, Kept kept, Times times) {
    number(out, "operations", statistics.records());
    number(out, "tenants", statistics.tenants());
    number(out, "sealed segments", statistics.segments());
    out.printf(Locale.ROOT, "%-24s %,15d bytes%n", "size", statistics.sizeBytes());
    if (statistics.records() > 0) {
      out.printf(
          Locale.ROOT, "%-24s %,15.1f bytes%n", "size an operation", statistics.bytesPerRecord());
      out.printf(
          "%-24s %s%n", "from", times.readable(statistics.firstMicros()) + " " + times.name());
      out.printf("%-24s %s%n", "to", times.readable(statistics.lastMicros()) + " " + times.name());
    }
    number(out, "pruned segments", kept.prunedSegments());
    number(out, "pruned operations", kept.prunedRecords());
    number(out, "legal holds", kept.holds());
    section(out, "by type and outcome", statistics.byKind());
    section(out, "by tenant, most first", statistics.byTenant());
    long others = statistics.tenants() - statistics.byTenant().size();
    if (others > 0) {
      out.println("  " + Counted.of(others, "more tenant") + "; --top=N shows more");
    }
    if (statistics.incidents().isEmpty()) {
      out.println();
      out.println("no losses, no damage, no conflicts");
    } else {
      section(out, "incidents, records concerned", statistics.incidents());
    }
  }

  private static void section(PrintWriter out, String title, Map<String, Long> numbers) {
    out.println();
    out.println(title);
    numbers.forEach((name, count) -> number(out, "  " + Plain.fit(name, 22), count));
  }

  private static void number(PrintWriter out, String name, long count) {
    out.printf(Locale.ROOT, "%-24s %,15d%n", name, count);
  }

  private static void json(PrintWriter out, ArchiveStatistics statistics, Kept kept) {
    try {
      JsonGenerator json = new JsonFactory().createGenerator(new ControlEscaper(out));
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("operations", statistics.records());
      json.writeNumberField("tenants", statistics.tenants());
      json.writeNumberField("sealed_segments", statistics.segments());
      json.writeNumberField("size_bytes", statistics.sizeBytes());
      if (statistics.records() > 0) {
        json.writeNumberField(
            "size_bytes_per_operation", Math.round(statistics.bytesPerRecord() * 10) / 10.0);
        json.writeStringField("from", Moments.exact(statistics.firstMicros()));
        json.writeStringField("to", Moments.exact(statistics.lastMicros()));
      }
      json.writeNumberField("pruned_segments", kept.prunedSegments());
      json.writeNumberField("pruned_operations", kept.prunedRecords());
      json.writeNumberField("legal_holds", kept.holds());
      object(json, "by_type_and_outcome", statistics.byKind());
      object(json, "by_tenant", statistics.byTenant());
      object(json, "incidents", statistics.incidents());
      json.writeEndObject();
      json.flush();
      out.println();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void object(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      json.writeNumberField(number.getKey(), number.getValue());
    }
    json.writeEndObject();
  }
}
