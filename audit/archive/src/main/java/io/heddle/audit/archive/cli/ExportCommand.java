package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.export.OperationSink;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit export}. */
@Command(
    name = "export",
    description = "Write operations to a file, oldest first, for other systems.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file has its name once it is complete; until then it is called FILE.part, of which",
      "nothing is left after a failure or Ctrl-C.",
      "",
      "Examples:",
      "  heddle audit export --format parquet --output november.parquet --since 2026-11-01",
      "  heddle audit export --format ocsf --tenant acme --output - | gzip > acme.json.gz"
    })
final class ExportCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @ParentCommand private AuditCommand audit;
  @Spec private CommandSpec spec;
  @Mixin private Filter filter;
  @Mixin private Reveal reveal;

  @Option(
      names = {"-f", "--format"},
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; ocsf: class 6003, API Activity.")
  private ExportFormat format;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to; - for the standard output, not with parquet.")
  private Path output;

  @Option(names = "--force", description = "Replace the file if there is one.")
  private boolean mayReplace;

  @Override
  public Integer call() {
    return AuditCommand.reporting(
        spec,
        () -> {
          AuditQuery query = filter.query(Instant.now(), audit.times(), false, 0);
          check();
          audit.archiveFirst();
          reveal.begin(audit);
          try (ArchiveReader reader = new ArchiveReader(audit.home())) {
            long count = export(reader, query);
            reveal.end();
            if (!isToStandardOutput()) {
              tell(Counted.of(count, "operation") + " in " + output);
            }
            return audit.answered(IncompleteNotice.tell(this::tell, audit.times(), reader, query));
          }
        });
  }

  private void check() {
    if (isToStandardOutput() && format == ExportFormat.parquet) {
      throw new TypeConversionException("--format parquet needs a file, not the standard output");
    }
    if (!isToStandardOutput() && Files.exists(output) && !Files.isRegularFile(output)) {
      throw new TypeConversionException(
          "--output " + output + " is no regular file; --output - writes to the standard output");
    }
    if (!isToStandardOutput() && !mayReplace && Files.exists(output)) {
      throw new TypeConversionException(
          "--output " + output + " exists; --force replaces it, or choose another name");
    }
  }

  private long export(ArchiveReader reader, AuditQuery query) throws ArchiveException {
    Progress progress =
        new Progress(Progress.terminal(spec.commandLine().getErr()), System::nanoTime);
    try {
      if (isToStandardOutput()) {
        PrintWriter out = spec.commandLine().getOut();
        return print(reader, query, out, progress);
      }
      try (PartFile part = new PartFile(output, this::tell)) {
        long count = copy(reader, query, format.sink(part.path()), progress);
        part.complete();
        return count;
      }
    } catch (IOException failure) {
      throw unwritable(failure);
    } catch (UncheckedIOException failure) {
      throw unwritable(failure.getCause());
    } finally {
      progress.end();
    }
  }

  /** Ends early where nothing can be written any more; the owner of the stream says why. */
  private long print(ArchiveReader reader, AuditQuery query, PrintWriter out, Progress progress)
      throws ArchiveException, IOException {
    try {
      return copy(reader, query, format.sink(new Unclosed(out)), progress);
    } catch (IOException | UncheckedIOException failure) {
      if (out.checkError()) {
        return 0;
      }
      throw failure;
    }
  }

  private ArchiveException unwritable(IOException failure) {
    boolean saysWhy = failure.getClass() == IOException.class;
    String why = saysWhy ? failure.getMessage() : failure.toString();
    return new ArchiveException(output + " cannot be written (" + why + ")", failure);
  }

  private long copy(ArchiveReader reader, AuditQuery query, OperationSink sink, Progress progress)
      throws ArchiveException, IOException {
    try (sink) {
      // They come in order of time, so that time tells how far it is.
      long newest = Math.min(reader.newestMicros(query), query.toMicros());
      long[] firstAndCount = new long[2];
      Readers readers = new Readers(spec.commandLine().getOut());
      return reader.answer(
          query,
          operation -> {
            long start = operation.record().startEpochMicros();
            if (firstAndCount[1]++ == 0) {
              firstAndCount[0] = start;
            }
            write(sink, reveal.shown(operation));
            double span = Math.max(1, newest - firstAndCount[0]);
            progress.at(firstAndCount[1], (start - firstAndCount[0]) / span);
            return !isToStandardOutput() || readers.wantMore();
          });
    }
  }

  private static void write(OperationSink sink, ArchivedOperation operation) {
    try {
      sink.take(operation);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean isToStandardOutput() {
    return output.equals(STANDARD_OUTPUT);
  }

  private void tell(String sentence) {
    AuditCommand.tell(spec, sentence);
  }
}
