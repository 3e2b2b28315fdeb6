package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.query.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle audit tail}. */
@Command(
    name = "tail",
    description = "Show the newest operations, and with --follow those to come.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  heddle audit tail -n 20",
      "  heddle audit tail -f --tenant acme --outcome failed,rolled-back"
    })
final class TailCommand implements Callable<Integer> {
  private static final long REST_NANOS = 300_000_000L;

  @Mixin private TailOutput output;
  @Mixin private Filter filter;
  @Mixin private ColumnChoice columns;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "10",
      description = "So many of the newest first. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = {"-f", "-F", "--follow"},
      description = "Go on with what arrives, until interrupted.")
  private boolean follows;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          AuditQuery newest =
              filter.query(
                  Instant.now(), output.times(), true, AuditCommand.atLeastZero("--lines", lines));
          Printer printer = output.printer(columns);
          Readers readers = new Readers(output.out());
          printer.begin();
          if (follows) {
            awaitHome();
          }
          try (Archiver archiver = output.audit().archiver();
              ArchiveReader reader = new ArchiveReader(output.audit().home())) {
            long count = 0;
            if (archiver != null) {
              archiver.drain();
            }
            Seen seen = reader.seen();
            count += printNewest(reader, newest, printer);
            boolean isIncomplete = IncompleteNotice.tellMissing(output::tell, reader);
            while (follows && !Thread.currentThread().isInterrupted()) {
              printer.flush();
              if (readers.areGone()) {
                break;
              }
              LockSupport.parkNanos(this, REST_NANOS);
              if (archiver != null) {
                archiver.drain();
              }
              count +=
                  reader.answerSince(
                      seen,
                      filter.query(Instant.now(), output.times(), false, 0),
                      operation -> {
                        printer.print(operation);
                        return true;
                      });
            }
            printer.end(count);
            return output.audit().answered(isIncomplete);
          }
        });
  }

  /** There may be nothing to archive yet, as before the first start of an application. */
  private void awaitHome() {
    Path home = output.audit().home();
    if (!Files.isDirectory(home)) {
      output.tell("there is no home " + home + " yet; waiting for it");
    }
    while (!Files.isDirectory(home) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, REST_NANOS);
    }
  }

  private long printNewest(ArchiveReader reader, AuditQuery newest, Printer printer)
      throws ArchiveException {
    Deque<ArchivedOperation> found = new ArrayDeque<>();
    if (lines > 0) {
      reader.answer(newest, found::add);
    }
    for (Iterator<ArchivedOperation> oldestFirst = found.descendingIterator();
        oldestFirst.hasNext(); ) {
      printer.print(oldestFirst.next());
    }
    return found.size();
  }
}
